// Counts what may happen only so often: failed logins, registrations, pairing codes.
//
//     Throttle logins{10, minutes{15}};
//     if (auto wait = logins.wait(address, now)) abort 429 with Retry-After
//     logins.count(address, now);
#pragma once
#include "carafe/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace carafe::auth {

/// At most `limit` events per key and window; the window begins with the first event. In memory and
/// bounded: when full, keys whose window is over go first, then the table starts anew. Safe from any thread.
class Throttle {
  public:
    Throttle(int limit, std::chrono::seconds window) : limit_(limit), window_(window) {}

    /// Seconds until the key may try again; nothing when it may now.
    std::optional<std::chrono::seconds> wait(std::string_view key, Timestamp now);
    void count(std::string_view key, Timestamp now);
    /// Forgets a key, after a success.
    void clear(std::string_view key);

  private:
    struct Window {
        Timestamp start{};
        int count = 0;
    };
    void make_room(Timestamp now);

    int limit_;
    std::chrono::seconds window_;
    std::mutex lock_;
    std::unordered_map<std::string, Window> windows_;
};

}  // namespace carafe::auth
