// Version 1 kept a family in config.yaml. Reads its three shapes: `recurring` with `people` or `choices`
// as one-element lists, with `choices` as texts, and `people`, `pets`, `special_dates`.
#pragma once
#include "apps/dinkydash/services/pictures.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dinkydash {

/// What the file says, before anything is stored.
struct V1Task {
    std::string title{};
    std::string emoji{};
    int repeat = 1;                      ///< days each person keeps the turn
    std::vector<std::string> entries{};  ///< names, picture files, or free texts
};
struct V1Countdown {
    std::string title{};
    std::string emoji{};
    std::string image{};
    int month = 1;
    int day = 1;
};
struct V1Person {
    std::string name{};
    std::string image{};
    std::optional<Date> born{};
};
struct V1Config {
    std::vector<V1Person> people{};  ///< pets too
    std::vector<V1Task> tasks{};
    std::vector<V1Countdown> countdowns{};
    std::vector<std::string> ignored{};  ///< keys that mean nothing here
};

/// @return the contents, or a sentence with the line number: over 1 MB, aliases, tags, or no YAML.
Result<V1Config> parse_v1(std::string_view yaml);

struct V1Report {
    int people = 0;
    int tasks = 0;
    int countdowns = 0;
    int images = 0;
    bool existed = false;  ///< this family was imported before: nothing was added
    std::vector<std::string> warnings{};
    std::string text() const;
};

struct V1Target {
    std::string family_name;
    std::string email;
    std::string password_hash;
    std::string timezone = "UTC";
    std::filesystem::path images{};
};

/// Everything or nothing, in the caller's transaction. Today's person is the one version 1 shows today:
/// entry (day of the year mod n).
V1Report import_v1(orm::Session db, const Pictures& pictures, const V1Config& config, const V1Target& target, Timestamp now);

/// "estelle.jpg" → "Estelle".
std::string name_of_file(std::string_view file);

}  // namespace dinkydash
