#include "carafe/http/multipart.hpp"

#include <gtest/gtest.h>

namespace carafe::http {

namespace {

/// All events as text: "(name|file|type)data;" a part, "END" at the end, or the status of the
/// refusal.
std::string read(std::string_view body, std::size_t piece, MultipartLimits limits = {}) {
    MultipartReader reader("XX", limits);
    std::string out;
    for (std::size_t at = 0; at < body.size(); at += piece) {
        reader.feed(body.substr(at, piece));
        for (;;) {
            auto event = reader.next();
            if (!event) {
                return out + std::to_string(reader.error_status());
            }
            if (!*event) {
                break;
            }
            switch ((*event)->kind) {
                case MultipartEvent::Kind::PartBegin:
                    out += '(' + (*event)->name + ((*event)->is_clean ? "" : "!") + '|' +
                           ((*event)->is_file ? (*event)->file_name : "-") + '|' +
                           (*event)->content_type + ')';
                    break;
                case MultipartEvent::Kind::PartData:
                    out += (*event)->data;
                    break;
                case MultipartEvent::Kind::PartEnd:
                    out += ';';
            }
        }
    }
    return out + (reader.is_complete() ? "END" : "more");
}

std::string part(std::string_view disposition, std::string_view data) {
    return "--XX\r\nContent-Disposition: " + std::string(disposition) + "\r\n\r\n" +
           std::string(data) + "\r\n";
}

const std::string kTwoParts =
    part("form-data; name=\"a\"", "1") +
    "--XX\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"x.png\"\r\nContent-Type: "
    "image/png\r\n\r\n\x89PNG\r\n--X\r\n\r\n--XX--\r\n";

}  // namespace

TEST(MultipartReader, EveryCutGivesTheSame) {
    for (std::size_t piece = 1; piece <= kTwoParts.size(); ++piece) {
        ASSERT_EQ(read(kTwoParts, piece), "(a|-|)1;(photo|x.png|image/png)\x89PNG\r\n--X\r\n;END")
            << piece;
    }
}

TEST(MultipartReader, TakesEmptyPartsAndAnEmptyForm) {
    EXPECT_EQ(read(part("form-data; name=a", "") + "--XX--", 1000), "(a|-|);END");
    EXPECT_EQ(read(part("form-data; name=a", "\r\n\r\n") + "--XX--", 1), "(a|-|)\r\n\r\n;END");
    EXPECT_EQ(read("--XX--\r\n", 1), "END");
    EXPECT_EQ(read("\r\n--XX--\r\n", 1), "END");
}

TEST(MultipartReader, IncompleteIsNoticed) {
    for (std::size_t length = 1; length < kTwoParts.size() - 2; ++length) {
        auto outcome = read(std::string_view(kTwoParts).substr(0, length), 7);
        EXPECT_TRUE(outcome.ends_with("more")) << length << outcome;
    }
}

TEST(MultipartReader, TextBehindTheEndIsDropped) {
    EXPECT_EQ(read("--XX--\r\n--XX\r\nwhatever", 3), "END");
}

TEST(MultipartReader, RefusesBrokenBodies) {
    for (std::string body :
         {std::string("x--XX\r\n"),
          std::string("\r\n\r\n--XX\r\n"),
          std::string("--XX \r\n"),
          std::string("--XX\nab"),
          std::string("--XXX\r\n"),
          std::string("--XX\r\n\r\n"),
          std::string("--XX\r\nContent-Type: a/b\r\n\r\n"),
          part("attachment; name=a", ""),
          part("form-data", ""),
          part("form-data; name=a; name=b", ""),
          part("form-data; name=\"a", ""),
          std::string("--XX\r\nContent-Disposition : form-data; name=a\r\n\r\n"),
          std::string("--XX\r\nContent-Disposition: form-data; name=a\r\n x: y\r\n\r\n"),
          std::string("--XX\r\nContent-Disposition: form-data; name=a\nX: y\r\n\r\n"),
          std::string("--XX\r\nnothing\r\n\r\n"),
          std::string("--XX\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: "
                      "form-data; name=b\r\n\r\n"),
          std::string("--XX\r\nContent-Disposition: form-data; "
                      "name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n")}) {
        EXPECT_TRUE(read(body, 1000).ends_with("400")) << body;
        EXPECT_TRUE(read(body, 1).ends_with("400")) << body;
    }
}

TEST(MultipartReader, StaysFailed) {
    MultipartReader reader("XX");
    reader.feed("no");
    EXPECT_FALSE(reader.next());
    reader.feed(kTwoParts);
    EXPECT_FALSE(reader.next());
}

TEST(MultipartReader, LimitsAreExact) {
    auto two = part("form-data; name=a", "1") + part("form-data; name=b", "2") + "--XX--";
    EXPECT_EQ(read(two, 5, {.parts = 2}), "(a|-|)1;(b|-|)2;END");
    EXPECT_EQ(read(two, 5, {.parts = 1}), "(a|-|)1;413");
    std::size_t head = std::string_view("Content-Disposition: form-data; name=a\r\n").size();
    for (std::size_t piece : {1U, 1000U}) {
        EXPECT_EQ(read(part("form-data; name=a", "1") + "--XX--", piece, {.part_head = head}),
                  "(a|-|)1;END");
        EXPECT_EQ(read(part("form-data; name=a", "1") + "--XX--", piece, {.part_head = head - 1}),
                  "413");
    }
    EXPECT_EQ(read("--XX\r\nX: " + std::string(9000, 'a'), 100), "413");
}

TEST(MultipartReader, DecodesNamesAsBrowsersEncodeThem) {
    EXPECT_EQ(read(part("form-data; name=\"a%22b%0D%0Ac%41\"", "") + "--XX--", 9),
              "(a\"b\r\nc%41|-|);END");
    EXPECT_EQ(read(part("form-data; name=\"\xFF\"", "") + "--XX--", 9), "(\xFF!|-|);END");
    EXPECT_EQ(read(part("form-data; name=\"a\"; filename=\"\"", "") + "--XX--", 9), "(a||);END");
}

TEST(SafeFileName, KeepsOnlyTheLastComponent) {
    struct Row {
        std::string_view claimed, safe;
    };

    for (auto [claimed, safe] : {Row{"a.png", "a.png"},
                                 {"C:\\fake\\a.png", "a.png"},
                                 {"/etc/passwd", "passwd"},
                                 {"../../x", "x"},
                                 {"..", ""},
                                 {".", ""},
                                 {"a/", ""},
                                 {"", ""},
                                 {"a\r\nb\x7F", "ab"},
                                 {"grün.png", "grün.png"},
                                 {"\xFF.png", "\uFFFD.png"},
                                 {"..\\..", ""}}) {
        EXPECT_EQ(safe_file_name(claimed), safe) << claimed;
    }
    EXPECT_EQ(safe_file_name(std::string(300, 'a')).size(), 255U);
}

TEST(MultipartBoundary, ReadsTheParameter) {
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=----WebKitFormBoundaryabc"),
              "----WebKitFormBoundaryabc");
    EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=x; boundary=\"a b\""), "a b");
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(70, 'a')),
              std::string(70, 'a'));
    for (std::string type : {std::string("multipart/form-data"),
                             std::string("multipart/mixed; boundary=a"),
                             std::string("multipart/form-data; boundary="),
                             std::string("multipart/form-data; boundary=\"a \""),
                             std::string("multipart/form-data; boundary=\"a<b\""),
                             "multipart/form-data; boundary=" + std::string(71, 'a')}) {
        EXPECT_EQ(multipart_boundary(type), std::nullopt) << type;
    }
}

}  // namespace carafe::http
