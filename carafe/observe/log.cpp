#include "carafe/observe/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace carafe {

namespace {

LogLevel level_of(std::string_view name) {
    if (name == "debug") return LogLevel::Debug;
    if (name == "warning") return LogLevel::Warning;
    if (name == "error") return LogLevel::Error;
    if (name == "off") return LogLevel::Off;
    return LogLevel::Info;
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
        case LogLevel::Debug: return spdlog::level::debug;
        case LogLevel::Warning: return spdlog::level::warn;
        case LogLevel::Error: return spdlog::level::err;
        default: return spdlog::level::info;
    }
}

void append_quoted(std::string& out, std::string_view value) {
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    for (char c : value) {
        auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.append("\\").push_back(c);
        } else if (byte < 0x20 || byte == 0x7f) {
            out.append("\\x").push_back(kHex[byte >> 4]);
            out.push_back(kHex[byte & 15]);
        } else {
            out += c;
        }
    }
    out += '"';
}

}  // namespace

struct Log::Sink {
    spdlog::logger logger{"carafe", std::make_shared<spdlog::sinks::stderr_sink_mt>()};
};

Log::Log(std::string_view level) : sink_(std::make_shared<Sink>()), level_(level_of(level)) {
    sink_->logger.set_level(spdlog::level::debug);
    sink_->logger.set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    sink_->logger.flush_on(spdlog::level::warn);
}

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) const {
    std::string line(event);
    for (const auto& field : fields) {
        line.append(" ").append(field.name).append("=");
        if (field.is_number) {
            line += field.value;
        } else {
            append_quoted(line, field.value);
        }
    }
    sink_->logger.log(spdlog_level(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace carafe
