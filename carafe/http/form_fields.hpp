// Fields of a query or of a body in application/x-www-form-urlencoded, decoded.
//
//     http::FormFields fields;
//     if (int status = fields.parse(request.body())) abort(status);
//     const auto* name = fields.find("name");               // first of that name
//     if (name && !name->is_clean) ... "Invalid characters."
//
// @source URL standard §5.1 (application/x-www-form-urlencoded parsing). Stricter: a broken '%' is
// 400.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::http {

struct FormField {
    std::string_view name;
    std::string_view value;
    bool
        is_clean;  ///< name and value are UTF-8 without NUL; else a form answers with a field error
};

struct FormLimits {
    std::size_t fields = 1'000;             ///< over it: 413
    std::size_t field_bytes = 256 * 1'024;  ///< of one name and value, still encoded; over it: 413
};

/// Fields in the order of the text; equal names may come several times. Not copyable: values point
/// inside.
class FormFields {
  public:
    FormFields() = default;
    FormFields(const FormFields&) = delete;
    FormFields& operator=(const FormFields&) = delete;

    /// @param encoded  "a=1&b=x+y%21"; must outlive the fields, undecoded values are views into it.
    /// @return 0, or the status of a refusal: 400 (broken percent encoding), 413 (limits). No
    /// fields then.
    int parse(std::string_view encoded, FormLimits limits = {});

    /// First field of that name; null pointer when absent.
    const FormField* find(std::string_view name) const;

    std::size_t size() const { return fields_.size(); }

    const FormField& operator[](std::size_t index) const { return fields_[index]; }

    std::vector<FormField>::const_iterator begin() const { return fields_.begin(); }

    std::vector<FormField>::const_iterator end() const { return fields_.end(); }

  private:
    int read(std::string_view encoded, FormLimits limits);
    bool add(std::string_view pair);
    bool decode(std::string_view encoded, std::string_view& out);

    std::vector<FormField> fields_{};
    std::string decoded_{};
};

}  // namespace carafe::http
