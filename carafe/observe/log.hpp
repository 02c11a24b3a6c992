// One line per event, text, to standard error. A value handed to whoever logs: there is no global logger.
//
//     log.warning("mail.failed", {{"to", address}, {"attempt", attempts}});
//     2028-02-29T12:00:00.123Z warning mail.failed to="anna@example.org" attempt=3
#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace carafe {

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error, Off };

/// Name and value of one part of a line. Control characters in values are escaped, so one event is one line.
struct LogField {
    std::string_view name;
    std::string value;
    bool is_number = false;
    LogField(std::string_view n, std::string_view v) : name(n), value(v) {}
    LogField(std::string_view n, const char* v) : name(n), value(v) {}
    LogField(std::string_view n, std::int64_t v) : name(n), value(std::to_string(v)), is_number(true) {}
    LogField(std::string_view n, int v) : name(n), value(std::to_string(v)), is_number(true) {}
    LogField(std::string_view n, std::size_t v) : name(n), value(std::to_string(v)), is_number(true) {}
};

/// Safe from any thread; copies share the same output.
class Log {
  public:
    /// @param level  "debug", "info", "warning", "error" or "off"; anything else is info.
    explicit Log(std::string_view level = "info");
    bool is_on(LogLevel level) const { return level >= level_; }
    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {}) const;
    void info(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        if (is_on(LogLevel::Info)) write(LogLevel::Info, event, fields);
    }
    void warning(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        if (is_on(LogLevel::Warning)) write(LogLevel::Warning, event, fields);
    }
    void error(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        if (is_on(LogLevel::Error)) write(LogLevel::Error, event, fields);
    }

  private:
    struct Sink;
    std::shared_ptr<Sink> sink_;
    LogLevel level_;
};

}  // namespace carafe
