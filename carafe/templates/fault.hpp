// What can be wrong with a template, and where.
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace carafe::templates {

enum class Severity : std::uint8_t { Error, Warning };

/// One finding, before the port opens or in a reload. `message` starts lower case and has no full
/// stop.
struct Fault {
    std::string id;  ///< "templates.E003"
    std::string file;
    std::uint32_t line = 0;    ///< from 1; 0 when it is about the whole file
    std::uint32_t column = 0;  ///< from 1; 0 when unknown
    std::string message;
    Severity severity = Severity::Error;

    /// "tasks/edit.html:14:7: expected '%}', found '}}'"
    std::string text() const {
        std::string place = file;
        if (line != 0) {
            place += ':' + std::to_string(line);
        }
        if (line != 0 && column != 0) {
            place += ':' + std::to_string(column);
        }
        return place.empty() ? message : place + ": " + message;
    }
};

/// What went wrong, with its place.
struct FaultError : std::runtime_error {
    explicit FaultError(Fault f) : std::runtime_error(f.text()), fault(std::move(f)) {}

    Fault fault;
};

/// A template cannot be used at all: syntax, a missing file.
struct TemplateError : FaultError {
    using FaultError::FaultError;
};

/// A render stopped: a value was not as the template wants it, or a limit was reached.
struct RenderError : FaultError {
    using FaultError::FaultError;
};

/// The JSON with the values is none, or holds a number that does not fit. Its file is "context".
struct ContextError : FaultError {
    using FaultError::FaultError;
};

}  // namespace carafe::templates
