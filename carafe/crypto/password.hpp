// Password hashes: Argon2id for new ones; those of Werkzeug (scrypt, PBKDF2) are still read.
//
//     user.password_hash = crypto::hash_password(form.password);
//     if (!crypto::verify_password(given, user.password_hash)) ...
//     if (crypto::needs_rehash(user.password_hash)) ...           // after a right password only
//     crypto::burn(given);                                        // no such user: the same work
//
// Costs memory and tens of milliseconds by design: call behind a gate of one per core.
// @source RFC 9106 (Argon2), PHC string format, RFC 7914 (scrypt), RFC 8018 §5.2 (PBKDF2),
// werkzeug.security
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace carafe::crypto {

/// Cost of new hashes. The defaults are OWASP's first choice; tests take kCheapPassword.
struct PasswordCost {
    std::uint32_t memory_kib = 19'456;  ///< 8–65,536
    std::uint32_t passes = 2;           ///< 1–10
    std::uint32_t lanes = 1;            ///< 1–4
};

/// Quick and weak: for tests and demo data outside production only.
constexpr PasswordCost kCheapPassword{.memory_kib = 8, .passes = 1, .lanes = 1};

/// New PHC string "$argon2id$v=19$m=…,t=…,p=…$salt$hash" with 16 random bytes of salt, about 97
/// characters.
/// @param password  taken byte for byte, NUL included.
/// @throws std::runtime_error when memory or randomness fails.
std::string hash_password(std::string_view password, PasswordCost cost = {});

/// Whether `password` belongs to `stored`. Unknown methods, broken strings and parameters over the
/// caps (Argon2: 64 MiB, 10 passes, 4 lanes; scrypt: N 2^17, r 16, p 4; PBKDF2: 2,000,000 rounds)
/// never match and cost nothing.
bool verify_password(std::string_view password, std::string_view stored);

/// Whether verify_password() does any work for `stored`: its kind is known and its parameters are
/// within the caps.
bool is_password_hash(std::string_view stored);

/// Whether `stored` is of an older kind or weaker than `cost`.
bool needs_rehash(std::string_view stored, PasswordCost cost = {});

/// Does the work of verifying one hash of `cost` and forgets it: for logins of users who do not
/// exist.
void burn(std::string_view password, PasswordCost cost = {});

}  // namespace carafe::crypto
