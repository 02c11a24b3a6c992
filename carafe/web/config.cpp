#include "carafe/web/config.hpp"

#include <algorithm>
#include <array>
#include <fstream>

extern char** environ;

namespace carafe {

namespace {

std::string_view trim(std::string_view text) {
    auto start = text.find_first_not_of(" \t\r");
    if (start == text.npos) return {};
    return text.substr(start, text.find_last_not_of(" \t\r") - start + 1);
}

std::string upper(std::string_view text) {
    std::string out;
    for (char c : text) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return out;
}

/// Edit distance, for "did you mean"; both texts are short names of ours.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto change = diagonal + (a[i - 1] != b[j - 1] ? 1 : 0);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
        }
    }
    return row[b.size()];
}

std::string nearest(std::string_view name, const std::vector<SettingBase*>& settings) {
    std::string_view best;
    std::size_t best_distance = name.size();
    for (const auto* setting : settings) {
        auto d = distance(name, setting->name());
        if (d < best_distance) best_distance = d, best = setting->name();
    }
    return best.empty() ? std::string() : "; did you mean " + std::string(best) + "?";
}

constexpr std::array<std::string_view, 10> kKnownSecrets = {
    "dev-key",     "dev-secret-key", "super-secret-key-loki", "super-jwt-secret-loki", "your-secret-key-here",
    "changeme",    "secret",         "secret-key",            "change-me",             "development"};

bool is_weak_secret(std::string_view secret) {
    if (secret.size() < 32) return true;
    if (std::find(kKnownSecrets.begin(), kKnownSecrets.end(), secret) != kKnownSecrets.end()) return true;
    std::string distinct(secret);
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    return distinct.size() < 8;
}

/// Whether the paths of requests can begin with it as it stands: "/dash", "/home/dash/".
bool is_mount_path(std::string_view path) {
    const auto is_plain = [](char c) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return is_letter || (c >= '0' && c <= '9') || std::string_view("/-._~").find(c) != std::string_view::npos;
    };
    const bool has_odd_segment = path.find("//") != path.npos || path.find("/.") != path.npos;
    return path.empty() || (path[0] == '/' && !has_odd_segment && std::all_of(path.begin(), path.end(), is_plain));
}

/// "https://dash.example", with or without a slash behind.
bool is_origin(std::string_view url) {
    const auto scheme = url.starts_with("https://") ? 8u : 7u;
    if (scheme == 7 && !url.starts_with("http://")) return false;
    url.remove_prefix(scheme);
    while (url.ends_with('/')) url.remove_suffix(1);
    return !url.empty() && url.find_first_of("/?# ") == url.npos;
}

void check_addresses(const Config& config, std::vector<std::string>& faults) {
    if (!is_mount_path(config.url_prefix())) {
        faults.push_back("APPLICATION_ROOT: expected a path as /dash, of letters, digits and -._~");
    }
    if (!config.public_url().empty() && !is_origin(config.public_url())) {
        faults.push_back("PUBLIC_URL: expected https://host; a path belongs into APPLICATION_ROOT");
    }
}

}  // namespace

namespace detail {

std::string read_setting(std::string_view text, std::string& out) { return out = text, std::string(); }
std::string read_setting(std::string_view text, Secret& out) { return out.reveal = text, std::string(); }

std::string read_setting(std::string_view text, bool& out) {
    if (text == "1" || text == "true" || text == "yes" || text == "on") return out = true, std::string();
    if (text == "0" || text == "false" || text == "no" || text == "off" || text.empty()) {
        return out = false, std::string();
    }
    return "true or false";
}

std::string read_setting(std::string_view text, std::int64_t& out) {
    auto number = parse_decimal<std::int64_t>(text, 0);
    if (!number) return "a number";
    return out = *number, std::string();
}

std::string read_setting(std::string_view text, std::vector<std::string>& out) {
    out.clear();
    while (!text.empty()) {
        auto comma = text.find(',');
        auto item = trim(text.substr(0, comma));
        if (!item.empty()) out.emplace_back(item);
        if (comma == text.npos) break;
        text.remove_prefix(comma + 1);
    }
    return {};
}

std::string show_setting(const std::string& value) { return value; }
std::string show_setting(const Secret& value) { return value.reveal.empty() ? "" : "••••"; }
std::string show_setting(bool value) { return value ? "true" : "false"; }
std::string show_setting(std::int64_t value) { return std::to_string(value); }

std::string show_setting(const std::vector<std::string>& value) {
    std::string out;
    for (const auto& item : value) out += (out.empty() ? "" : ",") + item;
    return out;
}

}  // namespace detail

SettingBase::SettingBase(Config* config, std::string_view name, std::string_view help, std::string_view alias)
    : name_(name), help_(help), alias_(alias) {
    config->settings_.push_back(this);
}

Variables environment_variables() {
    Variables out;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        std::string_view line = *entry;
        auto equals = line.find('=');
        if (equals != line.npos) out.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
    return out;
}

Variables read_dotenv(const std::string& path, std::vector<std::string>& faults) {
    Variables out;
    std::ifstream file(path);
    std::string raw;
    for (int number = 1; std::getline(file, raw); ++number) {
        auto line = trim(raw);
        if (line.empty() || line[0] == '#') continue;
        if (line.starts_with("export ")) line = trim(line.substr(7));
        auto equals = line.find('=');
        if (equals == line.npos || equals == 0) {
            faults.push_back(path + ':' + std::to_string(number) + ": expected NAME=value");
            continue;
        }
        auto value = trim(line.substr(equals + 1));
        if (value.size() >= 2 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0]) {
            value = value.substr(1, value.size() - 2);
        }
        out.insert_or_assign(std::string(trim(line.substr(0, equals))), std::string(value));
    }
    return out;
}

std::vector<std::string> Config::load(const Variables& environment, const std::string& dotenv,
                                      const Variables& flags) {
    std::vector<std::string> faults;
    const auto file = read_dotenv(dotenv, faults);
    const auto prefix = upper(app_name_) + '_';
    struct Source {
        const Variables* variables;
        std::string name;
    };
    for (const auto& source : {Source{&file, dotenv}, Source{&environment, "environment"}, Source{&flags, "command line"}}) {
        for (auto* setting : settings_) {
            auto full = prefix + std::string(setting->name());
            for (std::string_view key : {setting->alias(), setting->name(), std::string_view(full)}) {
                auto found = key.empty() ? source.variables->end() : source.variables->find(key);
                if (found == source.variables->end()) continue;
                auto expected = setting->read(found->second);
                setting->set_source(source.name);
                if (!expected.empty()) {
                    faults.push_back(std::string(key) + " (" + source.name + "): expected " + expected);
                }
            }
        }
        for (const auto& [key, value] : *source.variables) {
            bool ours = key.starts_with(prefix);
            bool framework = key.starts_with("CARAFE_") && !key.starts_with("CARAFE_TEST_");
            // The environment holds names of others; the command line does not.
            if (!ours && !framework && source.variables != &flags) continue;
            std::string_view plain = ours ? std::string_view(key).substr(prefix.size()) : std::string_view(key);
            bool known = std::any_of(settings_.begin(), settings_.end(),
                                     [&](const auto* setting) { return setting->name() == plain || setting->alias() == key; });
            if (!known) faults.push_back(key + " (" + source.name + "): unknown setting" + nearest(plain, settings_));
        }
    }
    check_addresses(*this, faults);
    return faults;
}

std::string Config::secret() const {
    if (secret_key().reveal.empty() && !is_production()) return "dev-secret-key";
    return secret_key().reveal;
}

std::vector<std::string> Config::refusals() const {
    std::vector<std::string> out;
    if (port() < 1 || port() > 65535) out.push_back("CARAFE_PORT must be from 1 to 65535");
    if (!is_production()) return out;
    if (secret_key().reveal.empty()) {
        out.push_back("SECRET_KEY is not set; make one with: openssl rand -hex 32");
    } else if (is_weak_secret(secret_key().reveal)) {
        out.push_back("SECRET_KEY is too weak: at least 32 octets, not a known value; make one with: openssl rand -hex 32");
    }
    if (allowed_hosts().empty()) out.push_back("ALLOWED_HOSTS is not set; name the hosts people use, e.g. dash.example.org");
    if (public_url().empty()) out.push_back("PUBLIC_URL is not set; links in mails need it, e.g. https://dash.example.org");
    return out;
}

}  // namespace carafe
