#include "carafe/migrate/revision.hpp"

#include "carafe/migrate/errors.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

namespace carafe::migrate {

namespace {

constexpr std::string_view kMark = "-- carafe: ";

/// 64-bit FNV-1a as 16 hex digits. Must not change: stored in databases.
std::string checksum_of(std::string_view text) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    constexpr char kHex[] = "0123456789abcdef";
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4) {
        digits += kHex[(hash >> shift) & 15];
    }
    return digits;
}

std::string_view take_line(std::string_view& text) {
    auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

std::string_view take_word(std::string_view& text) {
    auto end = text.find(' ');
    auto word = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    return word;
}

carafe::Error problem(const char* id, std::string_view file, std::string_view what) {
    return {id, std::string(file) + ": " + std::string(what)};
}

std::string unquoted(std::string_view text) {
    if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"')) {
        text = text.substr(1, text.size() - 2);
    }
    return std::string(text);
}

/// Reads the words behind the mark. @return false for an unknown one.
bool read_mark(std::string_view line, Revision& revision) {
    auto kind = take_word(line);
    if (kind == "revision") {
        revision.id = take_word(line);
        bool has_parent = take_word(line) == "parent";
        revision.parent = has_parent ? std::string(take_word(line)) : std::string();
    } else if (kind == "note") {
        revision.notes.emplace_back(line);
    } else if (kind == "dangerous") {
        revision.dangerous.emplace_back(line);
    } else if (kind == "allow") {
        revision.reason = unquoted(line);
    } else if (kind == "call") {
        revision.calls.emplace_back(line);
    } else {
        return false;
    }
    return true;
}

/// "-- up ENGINE" and "-- down ENGINE". @return nullptr for an engine that is none.
std::string* find_section(std::string_view line, Revision& revision) {
    const bool up = line.starts_with("-- up ");
    auto engine = line.substr(line.rfind(' ') + 1);
    if (engine != "sqlite" && engine != "postgresql" && engine != "mariadb") {
        return nullptr;
    }
    Script& script = revision.scripts[std::string(engine)];
    return up ? &script.up : &script.down;
}

std::string slug(std::string_view message) {
    std::string out;
    for (char c : message) {
        bool upper = c >= 'A' && c <= 'Z';
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (upper || plain) {
            out += upper ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (!out.empty() && out.back() != '_') {
            out += '_';
        }
        if (out.size() == 40) {
            break;
        }
    }
    while (out.ends_with('_')) {
        out.pop_back();
    }
    return out.empty() ? "change" : out;
}

/// "20280301T1012".
std::string minute_text(Timestamp time) {
    std::string iso = format_iso(Timestamp{time.seconds() * 1'000'000});
    std::erase_if(iso, [](char c) { return c == '-' || c == ':'; });
    return iso.substr(0, 13);
}

Revision parse_or_throw(std::string_view file, std::string_view text) {
    auto revision = parse_revision(file, text);
    if (!revision) {
        throw MigrationError(revision.error().message);
    }
    return std::move(*revision);
}

}  // namespace

const Script& Revision::script(std::string_view engine) const {
    static const Script nothing;
    auto at = scripts.find(engine);
    return at == scripts.end() ? nothing : at->second;
}

std::string Revision::checksum(std::string_view engine) const {
    const Script& run = script(engine);
    std::string text = run.up + '\f' + run.down;
    for (const auto& call : calls) {
        text += '\f' + call;
    }
    return checksum_of(text);
}

std::string Revision::objection(std::string_view engine) const {
    const std::string& up = script(engine).up;
    if (up.empty() && calls.empty()) {
        return "it has no section \"-- up " + std::string(engine) + "\"";
    }
    if (up.find("TODO") != up.npos) {
        return "it holds a TODO: give the value it asks for";
    }
    if (!dangerous.empty() && reason.empty()) {
        return "it is dangerous (" + dangerous.front() + "): add a line  -- carafe: allow \"why\"";
    }
    return {};
}

Result<Revision> parse_revision(std::string_view file, std::string_view text) {
    Revision revision;
    revision.file = file;
    std::string* section = nullptr;
    while (!text.empty()) {
        auto line = take_line(text);
        if (line.starts_with(kMark)) {
            if (!read_mark(line.substr(kMark.size()), revision)) {
                return problem("migrate.E102", file, "unknown line \"" + std::string(line) + "\"");
            }
        } else if (line == "-- schema") {
            section = &revision.schema;
        } else if (line.starts_with("-- up ") || line.starts_with("-- down ")) {
            section = find_section(line, revision);
            if (!section) {
                return problem("migrate.E102", file, "unknown line \"" + std::string(line) + "\"");
            }
        } else if (section) {
            *section += std::string(line) + "\n";
        }
    }
    if (revision.id.empty()) {
        return problem("migrate.E101", file, "no line \"-- carafe: revision ID parent ID\"");
    }
    if (revision.scripts.empty() && revision.calls.empty()) {
        return problem("migrate.E103", file, "no section \"-- up ENGINE\"");
    }
    return revision;
}

std::string format_revision(const Revision& revision) {
    std::string text(kMark);
    text += "revision " + revision.id;
    text += revision.parent.empty() ? "\n" : " parent " + revision.parent + "\n";
    auto lines = [&](std::string_view kind, const std::vector<std::string>& values) {
        for (const auto& value : values) {
            text += std::string(kMark) + std::string(kind) + " " + value + "\n";
        }
    };
    lines("note", revision.notes);
    lines("dangerous", revision.dangerous);
    lines("call", revision.calls);
    if (!revision.reason.empty()) {
        text += kMark;
        text += "allow \"" + revision.reason + "\"\n";
    }
    for (const auto& [engine, script] : revision.scripts) {
        text += "-- up " + engine + "\n" + script.up;
        text += script.down.empty() ? "" : "-- down " + engine + "\n" + script.down;
    }
    return revision.schema.empty() ? text : text + "-- schema\n" + revision.schema;
}

std::string script_of(const std::vector<std::string>& statements) {
    std::string sql;
    for (const auto& statement : statements) {
        sql += statement + ";\n";
    }
    return sql;
}

void add_steps(Revision& revision, const std::vector<Step>& steps) {
    Script& script = revision.scripts["sqlite"];
    for (const auto& step : steps) {
        revision.notes.insert(revision.notes.end(), step.notes.begin(), step.notes.end());
        revision.dangerous.insert(
            revision.dangerous.end(), step.dangerous.begin(), step.dangerous.end());
        script.up += script_of(step.up);
    }
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        script.down += script_of(step->down);
    }
}

void name_revision(Revision& revision, std::string_view message, Timestamp now) {
    std::string content = revision.parent + std::string(message) + format_revision(revision);
    revision.id =
        minute_text(now) + "_" + checksum_of(content + std::to_string(now.us)).substr(0, 6);
    revision.file = revision.id + "_" + slug(message) + ".sql";
}

Revisions::Revisions(std::vector<Revision> unordered) {
    std::map<std::string, const Revision*> by_parent;
    for (const auto& revision : unordered) {
        auto [other, fresh] = by_parent.emplace(revision.parent, &revision);
        if (!fresh) {
            throw Conflict("two revisions follow " +
                           (revision.parent.empty() ? "the empty database" : revision.parent) +
                           ": " + other->second->file + " and " + revision.file +
                           "; give one of them the other as parent");
        }
    }
    std::string at;
    for (auto next = by_parent.find(at); next != by_parent.end(); next = by_parent.find(at)) {
        if (list_.size() == unordered.size()) {
            throw Conflict("the revisions go round in a circle");
        }
        list_.push_back(*next->second);
        at = next->second->id;
    }
    if (list_.size() != unordered.size()) {
        throw Conflict("a revision's parent is not here, or the revisions go round in a circle");
    }
}

Schema Revisions::schema() const {
    constexpr std::string_view kDropped = "dropped ";
    Schema schema;
    for (const auto& revision : list_) {
        if (revision.schema.empty() && !revision.scripts.empty()) {
            throw MigrationError(revision.file + " has no section \"-- schema\"");
        }
        std::string lines;
        for (std::string_view rest = revision.schema; !rest.empty();) {
            auto line = take_line(rest);
            if (line.starts_with(kDropped)) {
                std::erase_if(schema.tables, [&](const auto& table) {
                    return table.name == line.substr(kDropped.size());
                });
            } else {
                lines += std::string(line) + "\n";
            }
        }
        for (auto& table : parse_tables(lines)) {
            auto at = std::find_if(schema.tables.begin(), schema.tables.end(), [&](const auto& old) {
                return old.name == table.name;
            });
            if (at == schema.tables.end()) {
                schema.tables.push_back(std::move(table));
            } else {
                *at = std::move(table);
            }
        }
    }
    return schema;
}

Revisions Revisions::from_folder(const std::filesystem::path& folder) {
    std::vector<Revision> found;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
        if (entry.path().extension() != ".sql") {
            continue;
        }
        std::ifstream file(entry.path(), std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(file), {}};
        found.push_back(parse_or_throw(entry.path().filename().string(), text));
    }
    return Revisions(std::move(found));
}

Revisions Revisions::from_embedded(EmbeddedFiles files) {
    std::vector<Revision> found;
    for (const auto& file : files) {
        if (file.name.ends_with(".sql")) {
            found.push_back(parse_or_throw(file.name, file.bytes));
        }
    }
    return Revisions(std::move(found));
}

std::size_t Revisions::find(std::string_view prefix) const {
    std::size_t found = list_.size();
    for (std::size_t i = 0; i < list_.size(); ++i) {
        if (!list_[i].id.starts_with(prefix)) {
            continue;
        }
        if (found != list_.size()) {
            throw UnknownRevision("several revisions start with " + std::string(prefix));
        }
        found = i;
    }
    if (found == list_.size()) {
        throw UnknownRevision("no revision starts with " + std::string(prefix));
    }
    return found;
}

}  // namespace carafe::migrate
