#include "carafe/auth/passwords.hpp"

#include "carafe/base/embedded.hpp"
#include "carafe/text/graphemes.hpp"
#include "carafe/text/utf8.hpp"
#include "carafe/web/response.hpp"

#include <algorithm>
#include <thread>

namespace carafe::auth {

EmbeddedFiles common_passwords();  // generated: one file of sorted lines

namespace {

/// Whether `line` is one of the sorted lines of `text`.
bool has_line(std::string_view text, std::string_view line) {
    std::size_t low = 0;
    std::size_t high = text.size();
    while (low < high) {
        auto middle = low + (high - low) / 2;
        auto start = middle == 0 ? 0 : text.rfind('\n', middle - 1) + 1;
        auto end = std::min(text.find('\n', start), text.size());
        auto found = text.substr(start, end - start);
        if (found == line) return true;
        if (found < line) {
            low = end + 1;
        } else {
            high = start;
        }
    }
    return false;
}

}  // namespace

class Passwords::Turn {
  public:
    explicit Turn(Passwords& passwords) : gate_(passwords.gate_) {
        if (!gate_.try_acquire_for(std::chrono::seconds{1})) throw HttpError{503, {}, 1};
        ++passwords.computed_;
    }
    ~Turn() { gate_.release(); }
    Turn(const Turn&) = delete;

  private:
    std::counting_semaphore<256>& gate_;
};

Passwords::Passwords(crypto::PasswordCost cost)
    : cost_(cost), gate_(static_cast<std::ptrdiff_t>(std::clamp(std::thread::hardware_concurrency(), 1u, 256u))) {}

std::string Passwords::hash(std::string_view password) {
    Turn turn(*this);
    return crypto::hash_password(password, cost_);
}

bool Passwords::verify(std::string_view password, std::string_view stored) {
    if (!crypto::is_password_hash(stored)) {
        burn(password);
        return false;
    }
    Turn turn(*this);
    return crypto::verify_password(password, stored);
}

void Passwords::burn(std::string_view password) {
    Turn turn(*this);
    crypto::burn(password, cost_);
}

std::string password_fault(std::string_view password, std::string_view email) {
    const auto length = text::count_code_points(password).value_or(password.size());
    if (length < 8) return "Password must be at least 8 characters long.";
    if (length > 128) return "Password must be at most 128 characters long.";
    const auto folded = text::fold_case(password);
    const auto common = common_passwords();
    if (has_line(common.front().bytes, folded) || folded == text::fold_case(email)) return "This password is too common.";
    return {};
}

}  // namespace carafe::auth
