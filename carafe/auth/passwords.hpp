// Passwords of people: the policy, and hashing behind a gate of one per core.
#pragma once
#include "carafe/crypto/password.hpp"

#include <atomic>
#include <cstdint>
#include <semaphore>
#include <string>
#include <string_view>

namespace carafe::auth {

/// Provided as state. Hashing costs 19 MiB and tens of milliseconds: no more run at once than there are
/// cores; who waits longer than a second gets 503. Safe from any thread.
class Passwords {
  public:
    explicit Passwords(crypto::PasswordCost cost = {});

    std::string hash(std::string_view password);
    /// Takes its time for a text that is no hash too (an account without a password yet): how long a
    /// failure takes tells nothing.
    bool verify(std::string_view password, std::string_view stored);
    /// The work of verify() for accounts that do not exist.
    void burn(std::string_view password);
    /// How many hashes were computed so far.
    std::uint64_t computed() const { return computed_; }
    bool needs_rehash(std::string_view stored) const { return crypto::needs_rehash(stored, cost_); }

  private:
    class Turn;
    crypto::PasswordCost cost_;
    std::atomic<std::uint64_t> computed_ = 0;
    std::counting_semaphore<256> gate_;
};

/// What is wrong with a new password, in the words shown under the field; empty when it is good:
/// 8–128 characters, none of the 10,000 commonest, not the e-mail address.
std::string password_fault(std::string_view password, std::string_view email);

}  // namespace carafe::auth
