#include "carafe/web/body.hpp"

#include "carafe/http/form_fields.hpp"
#include "carafe/http/multipart.hpp"
#include "carafe/text/utf8.hpp"
#include "carafe/web/response.hpp"

namespace carafe {

namespace {

constexpr std::size_t kMaxFieldBytes = 256 * 1024;

Arguments read_urlencoded(std::string_view encoded) {
    http::FormFields fields;
    if (int status = fields.parse(encoded)) abort(status);
    Arguments out;
    for (const auto& field : fields) {
        out.add({std::string(field.name), std::string(field.value), field.is_clean});
    }
    return out;
}

/// Collects the parts of a multipart body; one open part at a time.
class PartCollector {
  public:
    PartCollector(Arguments& fields, std::vector<UploadedFile>& files) : fields_(fields), files_(files) {}

    void take(http::MultipartEvent& event) {
        switch (event.kind) {
            case http::MultipartEvent::Kind::PartBegin:
                head_ = std::move(event);
                bytes_.clear();
                return;
            case http::MultipartEvent::Kind::PartData:
                bytes_ += event.data;
                if (!head_.is_file && bytes_.size() > kMaxFieldBytes) abort(413);
                return;
            case http::MultipartEvent::Kind::PartEnd: finish(); return;
        }
    }

  private:
    void finish() {
        if (head_.is_file) {
            files_.push_back({head_.name, head_.file_name, head_.content_type, std::move(bytes_)});
        } else {
            const bool clean = head_.is_clean && text::is_clean(bytes_);
            fields_.add({head_.name, std::move(bytes_), clean});
        }
        bytes_ = {};
    }

    Arguments& fields_;
    std::vector<UploadedFile>& files_;
    http::MultipartEvent head_{};
    std::string bytes_{};
};

void read_multipart(const std::string& boundary, std::string_view body, Arguments& fields,
                    std::vector<UploadedFile>& files) {
    http::MultipartReader reader(boundary);
    PartCollector collector(fields, files);
    reader.feed(body);
    while (true) {
        auto event = reader.next();
        if (!event) abort(reader.error_status());
        if (!*event) break;
        collector.take(**event);
    }
    if (!reader.is_complete()) abort(400);
}

}  // namespace

Arguments read_query(std::string_view query) { return read_urlencoded(query); }

void read_form(std::string_view content_type, std::string_view body, Arguments& fields,
               std::vector<UploadedFile>& files) {
    if (content_type.starts_with("application/x-www-form-urlencoded")) {
        fields = read_urlencoded(body);
    } else if (auto boundary = http::multipart_boundary(content_type)) {
        read_multipart(*boundary, body, fields, files);
    }
}

}  // namespace carafe
