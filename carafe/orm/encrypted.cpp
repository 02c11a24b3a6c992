#include "carafe/orm/encrypted.hpp"

#include "carafe/orm/errors.hpp"
#include "carafe/orm/sealing.hpp"

namespace carafe::orm {

std::string digits(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c >= '0' && c <= '9') {
            out += c;
        }
    }
    return out;
}

std::string folded(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) {
        return {};
    }
    std::string out(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
    for (char& c : out) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

std::string detail::reveal(const EncryptedData& value) {
    if (value.seal) {
        return open_value(*value.seal, value.sealed);
    }
    if (!value.sealed.empty()) {
        throw CryptoError("an encrypted value was not read with its row");
    }
    return value.text;
}

}  // namespace carafe::orm
