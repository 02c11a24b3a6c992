#include "carafe/http/form_fields.hpp"

#include "carafe/text/ascii.hpp"
#include "carafe/text/percent.hpp"
#include "carafe/text/utf8.hpp"

namespace carafe::http {

int FormFields::parse(std::string_view encoded, FormLimits limits) {
    fields_.clear();
    decoded_.clear();
    // Decoding never lengthens, so with this much room views into the buffer stay valid.
    decoded_.reserve(encoded.size());
    int status = read(encoded, limits);
    if (status != 0) {
        fields_.clear();
    }
    return status;
}

int FormFields::read(std::string_view encoded, FormLimits limits) {
    while (!encoded.empty()) {
        auto pair = text::take_until(encoded, '&');
        if (pair.empty()) {
            continue;
        }
        if (fields_.size() == limits.fields || pair.size() > limits.field_bytes) {
            return 413;
        }
        if (!add(pair)) {
            return 400;
        }
    }
    return 0;
}

bool FormFields::add(std::string_view pair) {
    auto raw_name = text::take_until(pair, '=');
    FormField field{};
    if (!decode(raw_name, field.name) || !decode(pair, field.value)) {
        return false;
    }
    field.is_clean = text::is_clean(field.name) && text::is_clean(field.value);
    fields_.push_back(field);
    return true;
}

bool FormFields::decode(std::string_view encoded, std::string_view& out) {
    out = encoded;
    if (encoded.find_first_of("%+") == std::string_view::npos) {
        return true;
    }
    auto start = decoded_.size();
    if (!text::append_decoded(decoded_, encoded, text::Plus::Blank)) {
        return false;
    }
    out = std::string_view(decoded_).substr(start);
    return true;
}

const FormField* FormFields::find(std::string_view name) const {
    for (const auto& field : fields_) {
        if (field.name == name) {
            return &field;
        }
    }
    return nullptr;
}

}  // namespace carafe::http
