// Result<T>: a value or an Error, for failures that are expected (bad input, no such row, login refused).
// A failure that ends the request is an exception (web/errors.hpp); our own bug is CARAFE_ASSERT.
//
//     Result<Date> parse(std::string_view text);
//     Date d = TRY(parse(text));                // hands the error up
#pragma once
#include <string>
#include <utility>
#include <variant>

namespace carafe {

/// What went wrong. `id` is a stable address ("http.E104"), `message` starts lower case and has no full stop.
struct Error {
    std::string id;
    std::string message;
};

template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}     // NOLINT(google-explicit-constructor)
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)
    explicit operator bool() const { return state_.index() == 0; }
    T& value() & { return std::get<0>(state_); }
    const T& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    const Error& error() const& { return std::get<1>(state_); }
    Error&& error() && { return std::get<1>(std::move(state_)); }

  private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(std::move(error)), ok_(false) {}  // NOLINT(google-explicit-constructor)
    explicit operator bool() const { return ok_; }
    void value() const {}
    const Error& error() const& { return error_; }
    Error&& error() && { return std::move(error_); }

  private:
    Error error_{};
    bool ok_ = true;
};

}  // namespace carafe

/// Value of a Result, or returns its error from the enclosing function (GNU statement expression).
#define TRY(expression)                                             \
    __extension__({                                                 \
        auto result_ = (expression);                                \
        if (!result_) return ::carafe::Error(std::move(result_).error()); \
        std::move(result_).value();                                 \
    })
