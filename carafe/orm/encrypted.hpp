// Columns that are sealed in the database and opened only where the program says so.
//
//     Encrypted<std::string> diagnosis{};                       // in the model
//     t.col("diagnosis", &Patient::diagnosis);                  // bytes in the database
//     t.col("phone", &Patient::phone).blind_index(digits);      // found again by equal text
//
//     patient.diagnosis = "migraine";                           // sealed when the row is written
//     patient.diagnosis.reveal();                               // opened now, and each time
//     db.query<Patient>().where(matches(&Patient::phone, "98450 12345")).all();
//
// Nothing else gives the text away: printing, JSON, templates, comparing and ordering do not
// compile. The models list orm::DataKey (data_keys.hpp), whose rows hold the keys.
//
// Stored form, must not change: version 1, id of the data key (4 bytes, highest first), nonce (12),
// ciphertext, tag (16). Bound to tenant, table and column: a value that was changed, cut, or moved
// to another place does not open. Such a table or column is not renamed: its values would stay shut.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace carafe::orm {

/// How text is made equal before it becomes a blind index. Text that becomes empty is never found.
using Normaliser = std::string (*)(std::string_view text);

/// Normaliser: the ASCII digits only, as for telephone numbers.
std::string digits(std::string_view text);
/// Normaliser: without blanks around it, ASCII letters in lower case, as for e-mail addresses.
std::string folded(std::string_view text);

namespace detail {

struct ValueSeal;

/// An encrypted value without its type.
struct EncryptedData {
    std::string sealed{};  ///< as stored; first, because drivers write to the member's address
    std::string index{};   ///< blind index as stored; empty: none
    std::string text{};    ///< as assigned, while there is no seal
    std::shared_ptr<const ValueSeal> seal{};  ///< opens a value that was read
};

/// @throws CryptoError
std::string reveal(const EncryptedData& value);

template <class T>
inline constexpr bool never = false;

}  // namespace detail

/// Text that is sealed in the database; empty when nothing was assigned.
template <class T>
class Encrypted {
    static_assert(std::is_same_v<T, std::string>, "carafe: Encrypted<std::string> is all there is.");

  public:
    Encrypted() = default;

    template <class V>
        requires std::is_convertible_v<const V&, std::string_view>
    Encrypted(const V& text) {  // NOLINT(google-explicit-constructor): set by assignment
        data_.text = std::string_view(text);
    }

    /// The text, by value.
    /// @throws CryptoError for a value that was changed or moved, or whose key is gone.
    std::string reveal() const { return detail::reveal(data_); }

    template <class V>
    friend bool operator==(const Encrypted&, const V&) {
        static_assert(detail::never<V>,
                      "carafe: an encrypted value is not compared; compare what reveal() gives, or "
                      "ask the database with matches().");
        return false;
    }

    template <class Stream>
    friend Stream& operator<<(Stream& out, const Encrypted&) {
        static_assert(detail::never<Stream>,
                      "carafe: an encrypted value is not printed; reveal() gives its text.");
        return out;
    }

  private:
    detail::EncryptedData data_{};
};

template <class F>
inline constexpr bool is_encrypted = false;
template <class T>
inline constexpr bool is_encrypted<Encrypted<T>> = true;
template <class T>
inline constexpr bool is_encrypted<std::optional<Encrypted<T>>> = true;

}  // namespace carafe::orm
