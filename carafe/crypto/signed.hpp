// Short values that leave the program and come back unchanged: cookies, links, form tokens.
// Signed, not encrypted: the reader sees the value. For secrets keep the value in the database.
//
//     crypto::Signer signer(config.secret_keys, "carafe.flash");
//     auto text = signer.sign("Task saved.", clock.now() + hours{1});
//     auto value = signer.unsign(text, clock.now());              // nothing: changed, expired or
//     foreign
//
// Form, must not change while texts are about: base64url(value) "." expiry "." base64url(MAC),
// where expiry is seconds since 1970 in decimal or empty, and MAC is HMAC-SHA256 over all before
// the last dot.
#pragma once
#include "carafe/base/time.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::crypto {

/// Immutable, safe from any thread.
class Signer {
  public:
    /// @param secrets  the first signs, all of them verify (rotation); at least one, 16 bytes or
    /// more each.
    /// @param purpose  constant of the program; values signed for another purpose do not verify.
    Signer(std::span<const std::string> secrets, std::string_view purpose);

    Signer(const std::string& secret, std::string_view purpose)
        : Signer(std::span(&secret, 1), purpose) {}

    Signer(const Signer&) = default;
    Signer(Signer&&) noexcept = default;
    Signer& operator=(const Signer&) = default;
    Signer& operator=(Signer&&) noexcept = default;
    ~Signer();

    /// @param value    any bytes; the text is 4/3 as long plus about 55 characters.
    /// @param expires  last moment of validity (whole seconds count); nothing means for ever.
    std::string sign(std::string_view value, std::optional<Timestamp> expires = std::nullopt) const;

    /// The value, when `text` was made by sign() with one of the secrets, for this purpose, and has
    /// not expired.
    std::optional<std::string> unsign(std::string_view text, Timestamp now) const;

  private:
    bool is_authentic(std::string_view message, std::string_view mac) const;

    std::vector<std::string> keys_{};
};

}  // namespace carafe::crypto
