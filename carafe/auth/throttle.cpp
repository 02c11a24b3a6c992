#include "carafe/auth/throttle.hpp"

namespace carafe::auth {

namespace {
constexpr std::size_t kMaxKeys = 50'000;
constexpr std::size_t kMaxKeyLength = 300;
}  // namespace

std::optional<std::chrono::seconds> Throttle::wait(std::string_view key, Timestamp now) {
    std::lock_guard guard(lock_);
    auto at = windows_.find(std::string(key.substr(0, kMaxKeyLength)));
    if (at == windows_.end() || at->second.count < limit_) return std::nullopt;
    auto end = at->second.start + window_;
    if (end <= now) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::seconds>(end - now) + std::chrono::seconds{1};
}

void Throttle::count(std::string_view key, Timestamp now) {
    std::lock_guard guard(lock_);
    if (windows_.size() >= kMaxKeys) make_room(now);
    auto& window = windows_[std::string(key.substr(0, kMaxKeyLength))];
    if (window.count == 0 || window.start + window_ <= now) window = {now, 0};
    ++window.count;
}

void Throttle::clear(std::string_view key) {
    std::lock_guard guard(lock_);
    windows_.erase(std::string(key.substr(0, kMaxKeyLength)));
}

void Throttle::make_room(Timestamp now) {
    std::erase_if(windows_, [&](const auto& entry) { return entry.second.start + window_ <= now; });
    if (windows_.size() >= kMaxKeys) windows_.clear();
}

}  // namespace carafe::auth
