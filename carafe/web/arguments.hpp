// Names and values of a query string or a form body, in the order they came.
#pragma once
#include "carafe/base/id.hpp"
#include "carafe/base/numbers.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carafe {

/// `clean` is false for values with NUL or invalid UTF-8: a form answers "Invalid characters.".
struct Argument {
    std::string name;
    std::string value;
    bool clean = true;
};

/// A file of a multipart form. `filename` is what the client called it: for display, never for a path.
struct UploadedFile {
    std::string field;
    std::string filename;
    std::string content_type;
    std::string bytes;
};

[[noreturn]] void abort_missing_argument(std::string_view name);

class Arguments {
  public:
    void add(Argument argument) { list_.push_back(std::move(argument)); }
    /// First value of that name.
    std::optional<std::string_view> find(std::string_view name) const;
    /// First value, or `otherwise`. Views live as long as the request.
    std::string_view get(std::string_view name, std::string_view otherwise = {}) const {
        return find(name).value_or(otherwise);
    }
    /// As a whole number; `otherwise` when missing or not one.
    std::int64_t get(std::string_view name, std::int64_t otherwise) const {
        auto text = find(name);
        return text ? parse_decimal<std::int64_t>(*text).value_or(otherwise) : otherwise;
    }
    /// As a row's id; ends the request with 400 naming it when missing or not a positive number.
    template <class M>
    Id<M> require(std::string_view name) const {
        auto text = find(name);
        auto number = text ? parse_decimal<std::int64_t>(*text, 1) : std::nullopt;
        if (!number) abort_missing_argument(name);
        return Id<M>{*number};
    }
    bool has(std::string_view name) const { return find(name).has_value(); }
    const std::vector<Argument>& all() const { return list_; }

  private:
    std::vector<Argument> list_;
};

}  // namespace carafe
