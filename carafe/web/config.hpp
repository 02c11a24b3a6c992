// Typed settings with sources: defaults < .env < environment < command line.
//
//     struct AppConfig : Config {
//         Setting<int> session_minutes{this, "SESSION_MINUTES", 30, "idle minutes until a login ends"};
//         using Config::Config;
//     };
//     AppConfig config{"dinkydash"};
//     auto faults = config.load(environment_variables(), ".env", {});
//
// Every key is also read with the application's name in front (DINKYDASH_DATABASE_URL), which wins, and
// by its old Flask name where it has one (FLASK_ENV). All faults are collected, none is thrown.
#pragma once
#include "carafe/base/enums.hpp"
#include "carafe/base/numbers.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace carafe {

class Config;

/// Text that is never printed: `config show`, logs and pages see "••••".
struct Secret {
    std::string reveal{};
};

enum class Profile { Production, Development, Testing };
constexpr EnumEntry<Profile> kProfileNames[] = {
    {Profile::Production, "production"}, {Profile::Development, "development"}, {Profile::Testing, "testing"}};
constexpr auto& enum_names(Profile) { return kProfileNames; }

/// One declared key. Registered with its Config by the constructor.
class SettingBase {
  public:
    SettingBase(Config* config, std::string_view name, std::string_view help, std::string_view alias);
    virtual ~SettingBase() = default;
    SettingBase(const SettingBase&) = delete;

    std::string_view name() const { return name_; }
    std::string_view help() const { return help_; }
    std::string_view alias() const { return alias_; }
    /// Where the value came from: "default", ".env", "environment", "command line".
    const std::string& source() const { return source_; }
    /// For people; secrets are masked.
    virtual std::string show() const = 0;
    /// @return empty when taken, else what was expected ("a number from 1 to 65535").
    virtual std::string read(std::string_view text) = 0;
    void set_source(std::string source) { source_ = std::move(source); }

  private:
    std::string_view name_;
    std::string_view help_;
    std::string_view alias_;
    std::string source_ = "default";
};

namespace detail {
std::string read_setting(std::string_view text, std::string& out);
std::string read_setting(std::string_view text, Secret& out);
std::string read_setting(std::string_view text, bool& out);
std::string read_setting(std::string_view text, std::int64_t& out);
std::string read_setting(std::string_view text, std::vector<std::string>& out);
std::string show_setting(const std::string& value);
std::string show_setting(const Secret& value);
std::string show_setting(bool value);
std::string show_setting(std::int64_t value);
std::string show_setting(const std::vector<std::string>& value);
}  // namespace detail

/// T: std::string, Secret, bool, std::int64_t, std::vector<std::string> (comma separated), or an enum with names.
template <class T>
class Setting final : public SettingBase {
  public:
    Setting(Config* config, std::string_view name, T otherwise, std::string_view help, std::string_view alias = {})
        : SettingBase(config, name, help, alias), value_(std::move(otherwise)) {}
    const T& operator()() const { return value_; }
    void set(T value) { value_ = std::move(value); }
    std::string show() const override {
        if constexpr (NamedEnum<T>) {
            return std::string(enum_name(value_));
        } else {
            return detail::show_setting(value_);
        }
    }
    std::string read(std::string_view text) override {
        if constexpr (NamedEnum<T>) {
            if (auto value = enum_from_name<T>(text)) return value_ = *value, std::string();
            std::string expected = "one of";
            for (const auto& entry : enum_names(T{})) expected.append(" ").append(entry.name);
            return expected;
        } else {
            return detail::read_setting(text, value_);
        }
    }

  private:
    T value_;
};

using Variables = std::map<std::string, std::string, std::less<>>;
/// The process's environment.
Variables environment_variables();
/// `NAME=value` lines; `#` comments, optional quotes and `export`. A missing file gives nothing.
/// @param faults  gets "file:line: …" for lines that are none of these.
Variables read_dotenv(const std::string& path, std::vector<std::string>& faults);

/// Settings every application has. Derive and add your own.
class Config {
  public:
    explicit Config(std::string app_name) : app_name_(std::move(app_name)) {}
    virtual ~Config() = default;
    Config(const Config&) = delete;

    /// Reads all sources. @return every fault, empty when the configuration is usable.
    std::vector<std::string> load(const Variables& environment, const std::string& dotenv, const Variables& flags);
    /// What production refuses: weak secret, unknown hosts, … with the repair in the text.
    virtual std::vector<std::string> refusals() const;

    const std::string& app_name() const { return app_name_; }
    const std::vector<SettingBase*>& settings() const { return settings_; }
    bool is_production() const { return env() == Profile::Production; }
    bool is_development() const { return env() == Profile::Development; }
    bool has_live_reload() const { return is_development() && live_reload(); }
    /// SECRET_KEY; outside production a known one stands in, so that nothing needs to be set.
    std::string secret() const;

  private:
    friend class SettingBase;
    std::string app_name_;
    std::vector<SettingBase*> settings_;

  public:
    Setting<Profile> env{this, "CARAFE_ENV", Profile::Production, "production, development or testing", "FLASK_ENV"};
    Setting<std::string> host{this, "CARAFE_HOST", "127.0.0.1", "address to listen on", "FLASK_HOST"};
    Setting<std::int64_t> port{this, "CARAFE_PORT", 5000, "port to listen on", "FLASK_PORT"};
    Setting<std::int64_t> control_port{this, "CARAFE_CONTROL_PORT", 0, "loopback port of health and readiness; 0: none"};
    Setting<std::int64_t> threads{this, "CARAFE_THREADS", 0, "request threads; 0: four per core", "WAITRESS_THREADS"};
    Setting<std::int64_t> connection_limit{this, "CARAFE_CONNECTION_LIMIT", 1000, "open connections",
                                           "WAITRESS_CONNECTION_LIMIT"};
    Setting<std::int64_t> channel_timeout{this, "CARAFE_CHANNEL_TIMEOUT", 30, "seconds an idle connection lives",
                                          "WAITRESS_CHANNEL_TIMEOUT"};
    Setting<Secret> secret_key{this, "SECRET_KEY", {}, "at least 32 octets; signs cookies and tokens"};
    Setting<Secret> data_keys{this, "DATA_KEYS", {}, "ID:BASE64,…: keys of encrypted columns, the one in use first"};
    Setting<std::string> database_url{this, "DATABASE_URL", "", "sqlite:///file.db"};
    Setting<std::string> data_folder{this, "DATA_FOLDER", "data", "databases, uploads, mail spool"};
    Setting<std::vector<std::string>> allowed_hosts{this, "ALLOWED_HOSTS", {},
                                                    "host names served; others get 421"};
    Setting<std::vector<std::string>> trusted_proxies{this, "TRUSTED_PROXIES", {},
                                                      "addresses whose X-Forwarded-* fields count"};
    Setting<std::string> public_url{this, "PUBLIC_URL", "", "https://… used in mails"};
    Setting<std::string> url_prefix{this, "APPLICATION_ROOT", "", "path the application is mounted at, e.g. /dash"};
    Setting<std::string> frame_ancestors{this, "FRAME_ANCESTORS", "'self'", "who may show our pages in a frame (CSP)"};
    Setting<bool> live_reload{this, "CARAFE_LIVE_RELOAD", true, "development: open pages reload when a file changes"};
    Setting<std::string> log_level{this, "CARAFE_LOG", "info", "debug, info, warning or error"};
};

}  // namespace carafe
