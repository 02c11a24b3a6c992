#include "carafe/text/email.hpp"

namespace carafe::text {

bool is_email_address(std::string_view text) {
    auto at = text.find('@');
    if (text.size() > 254 || at == 0 || at == text.npos || text.find('@', at + 1) != text.npos) return false;
    auto domain = text.substr(at + 1);
    auto dot = domain.rfind('.');
    if (dot == domain.npos || dot == 0 || dot + 1 == domain.size() || domain.find("..") != domain.npos) return false;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7f || std::string_view("<>()[],;:\\\"").find(c) != std::string_view::npos) return false;
    }
    return domain.front() != '-' && domain.front() != '.' && at <= 64;
}

}  // namespace carafe::text
