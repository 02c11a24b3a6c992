#include "carafe/http/multipart.hpp"

#include "carafe/http/detail/octets.hpp"
#include "carafe/http/media_type.hpp"
#include "carafe/text/ascii.hpp"
#include "carafe/text/utf8.hpp"

namespace carafe::http {

namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::size_t kMaxFileName = 255;

/// RFC 2046 bcharsnospace and the blank, which may not stand last.
bool is_boundary(std::string_view text) {
    constexpr std::string_view marks = "'()+_,-./:=? ";
    if (text.empty() || text.size() > 70 || text.back() == ' ') {
        return false;
    }
    for (char c : text) {
        bool is_letter = text::to_lower(c) >= 'a' && text::to_lower(c) <= 'z';
        if (!is_letter && !detail::is_octet(detail::kDigit, c) &&
            marks.find(c) == std::string_view::npos) {
            return false;
        }
    }
    return true;
}

/// Browsers write these three, and no others, as escapes in names.
std::string decode_name(std::string_view raw) {
    std::string out;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        auto code = raw.substr(i, 3);
        char plain = code == "%22"                      ? '"'
                     : text::equals_nocase(code, "%0d") ? '\r'
                     : text::equals_nocase(code, "%0a") ? '\n'
                                                        : '\0';
        out += plain != '\0' ? plain : raw[i];
        if (plain != '\0') {
            i += 2;
        }
    }
    return out;
}

/// "name: value" of a part head; nothing when it breaks the grammar of fields.
struct HeadLine {
    std::string_view name;
    std::string_view value;
};

std::optional<HeadLine> split_line(std::string_view line) {
    auto value = line;
    auto name = text::take_until(value, ':');
    if (name.size() == line.size() || !detail::is_all(detail::kToken, name)) {
        return std::nullopt;
    }
    value = text::trim_blanks(value);
    if (!value.empty() && !detail::is_all(detail::kValue, value)) {
        return std::nullopt;
    }
    return HeadLine{name, value};
}

bool read_disposition(std::string_view value, MultipartEvent& event) {
    auto disposition = parse_parameterized(value);
    if (!disposition || !disposition->is("form-data")) {
        return false;
    }
    const auto* name = disposition->parameter("name");
    if (name == nullptr) {
        return false;
    }
    event.name = decode_name(*name);
    event.is_clean = text::is_clean(event.name);
    if (const auto* file_name = disposition->parameter("filename")) {
        event.is_file = true;
        event.file_name = safe_file_name(decode_name(*file_name));
    }
    return true;
}

/// All lines of a part head, each with its CRLF. Nothing when one is broken or the disposition is
/// not there exactly once.
std::optional<MultipartEvent> read_part_head(std::string_view head) {
    MultipartEvent event{MultipartEvent::Kind::PartBegin};
    int dispositions = 0;
    while (!head.empty()) {
        auto end = head.find(kLineEnd);
        auto line = split_line(head.substr(0, end));
        head.remove_prefix(end + kLineEnd.size());
        if (!line) {
            return std::nullopt;
        }
        if (text::equals_nocase(line->name, "content-disposition")) {
            if (++dispositions > 1 || !read_disposition(line->value, event)) {
                return std::nullopt;
            }
        } else if (text::equals_nocase(line->name, "content-type")) {
            event.content_type = line->value;
        } else if (text::equals_nocase(line->name, "content-transfer-encoding")) {
            // RFC 7578 §4.7: deprecated; base64 here would be data nobody decodes.
            if (!text::equals_nocase(line->value, "binary") &&
                !text::equals_nocase(line->value, "8bit") &&
                !text::equals_nocase(line->value, "7bit")) {
                return std::nullopt;
            }
        }
    }
    return dispositions == 1 ? std::optional(std::move(event)) : std::nullopt;
}

}  // namespace

MultipartReader::MultipartReader(std::string_view boundary, MultipartLimits limits)
    : delimiter_("\r\n--" + std::string(boundary)), limits_(limits) {
    // With a CRLF in front, the first boundary looks like every other.
    buffer_ = kLineEnd;
}

void MultipartReader::feed(std::string_view bytes) {
    buffer_.erase(0, position_);
    position_ = 0;
    if (state_ == State::Epilogue || state_ == State::Failed) {
        buffer_.clear();
        return;
    }
    buffer_ += bytes;
}

Result<std::optional<MultipartEvent>> MultipartReader::next() {
    switch (state_) {
        case State::Start:
            return read_start();
        case State::AfterBoundary:
            return read_after_boundary();
        case State::Head:
            return read_head();
        case State::Data:
            return read_data();
        case State::Epilogue:
            return need_more();
        case State::Failed:
            return error_;
    }
    return need_more();
}

MultipartReader::Step MultipartReader::fail(int status, const char* message) {
    state_ = State::Failed;
    error_status_ = status;
    error_ = {status == 413 ? "http.E202" : "http.E201", message};
    return error_;
}

MultipartReader::Step MultipartReader::read_start() {
    // One empty line before the first boundary is tolerated: CRLF CRLF "--" boundary.
    if (!skipped_line_ && unread().size() >= 4 && unread().substr(2, 2) == kLineEnd) {
        skipped_line_ = true;
        position_ += kLineEnd.size();
    }
    auto input = unread();
    auto length = std::min(input.size(), delimiter_.size());
    bool may_be_empty_line = !skipped_line_ && input == "\r\n\r";
    if (!std::string_view(delimiter_).starts_with(input.substr(0, length)) && !may_be_empty_line) {
        return fail(400, "the multipart body does not begin with its boundary");
    }
    if (length < delimiter_.size()) {
        return need_more();
    }
    position_ += delimiter_.size();
    state_ = State::AfterBoundary;
    return read_after_boundary();
}

MultipartReader::Step MultipartReader::read_after_boundary() {
    auto input = unread();
    if (input.size() < 2) {
        return need_more();
    }
    position_ += 2;
    if (input.starts_with("--")) {
        state_ = State::Epilogue;
        return need_more();
    }
    if (!input.starts_with(kLineEnd)) {
        return fail(400, "a boundary of the multipart body is not followed by a line end");
    }
    if (++parts_ > limits_.parts) {
        return fail(413, "the multipart body has too many parts");
    }
    state_ = State::Head;
    return read_head();
}

MultipartReader::Step MultipartReader::read_head() {
    // The fields, each with its CRLF, and the empty line behind them.
    auto input = unread().substr(0, limits_.part_head + kLineEnd.size());
    if (input.starts_with(kLineEnd)) {
        return fail(400, "a part has no head");
    }
    auto end = input.find("\r\n\r\n");
    if (end == std::string_view::npos) {
        if (input.size() == limits_.part_head + kLineEnd.size()) {
            return fail(413, "the head of a part is too long");
        }
        return need_more();
    }
    auto fields = input.substr(0, end + kLineEnd.size());
    auto event = read_part_head(fields);
    if (!event) {
        return fail(400, "the head of a part is broken");
    }
    position_ += fields.size() + kLineEnd.size();
    state_ = State::Data;
    return std::optional(std::move(event));
}

MultipartReader::Step MultipartReader::read_data() {
    auto input = unread();
    auto end = input.find(delimiter_);
    if (end == 0) {
        position_ += delimiter_.size();
        state_ = State::AfterBoundary;
        return std::optional(MultipartEvent{MultipartEvent::Kind::PartEnd});
    }
    if (end == std::string_view::npos) {
        // The tail may be the beginning of a delimiter: from the last CR on, if short enough.
        auto tail = input.rfind('\r');
        bool may_delimit = tail != std::string_view::npos &&
                           input.size() - tail < delimiter_.size() &&
                           std::string_view(delimiter_).starts_with(input.substr(tail));
        end = may_delimit ? tail : input.size();
        if (end == 0) {
            return need_more();
        }
    }
    MultipartEvent event{MultipartEvent::Kind::PartData};
    event.data = input.substr(0, end);
    position_ += end;
    return std::optional(std::move(event));
}

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    auto type = parse_parameterized(content_type);
    if (!type || !type->is("multipart/form-data")) {
        return std::nullopt;
    }
    const auto* boundary = type->parameter("boundary");
    if (boundary == nullptr || !is_boundary(*boundary)) {
        return std::nullopt;
    }
    return *boundary;
}

std::string safe_file_name(std::string_view claimed) {
    auto repaired = text::repair_utf8(
        claimed.substr(std::min(claimed.find_last_of("/\\") + 1, claimed.size())));
    std::erase_if(repaired,
                  [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (repaired == "." || repaired == "..") {
        return {};
    }
    return std::string(text::cut_bytes(repaired, kMaxFileName));
}

}  // namespace carafe::http
