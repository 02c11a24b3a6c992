#include "carafe/migrate/steps.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/db/errors.hpp"
#include "carafe/migrate/schema_parts.hpp"

#include <algorithm>
#include <cctype>

namespace carafe::migrate {

namespace {

constexpr const char* kCreateSteps =
    "CREATE TABLE IF NOT EXISTS carafe_migration_steps (name varchar(200) NOT NULL PRIMARY KEY, "
    "begun int NOT NULL, done int NOT NULL)";

/// Statements of a script, counted from 1.
struct Steps {
    std::size_t begun = 0;
    std::size_t done = 0;
};

/// What MariaDB answers when a change was made already: table, column, key or constraint is there, or
/// is gone.
/// @source MariaDB knowledge base, error codes 1050–1091, 1359, 1360, 1826, 4161 and others
bool is_made_already(int code) {
    constexpr int kCodes[] = {1005, 1022, 1050, 1051, 1054, 1060, 1061, 1068, 1091, 1146,
                              1176, 1359, 1360, 1826, 4028, 4161};
    return std::find(std::begin(kCodes), std::end(kCodes), code) != std::end(kCodes);
}

Steps read_steps(db::Connection& connection, const std::string& name) {
    auto rows = connection.rows("SELECT begun, done FROM carafe_migration_steps WHERE name = " + literal(name));
    if (rows.empty()) {
        return {};
    }
    return {parse_decimal<std::size_t>(rows[0][0]).value_or(0),
            parse_decimal<std::size_t>(rows[0][1]).value_or(0)};
}

std::string note(const std::string& name, Steps steps) {
    return "REPLACE INTO carafe_migration_steps VALUES (" + literal(name) + ", " +
           std::to_string(steps.begun) + ", " + std::to_string(steps.done) + ")";
}

/// A change of rows and its note are one transaction; a change of a table commits by itself, so that
/// only its note may be missing.
void run_step(db::Connection& connection,
              const std::string& name,
              std::size_t step,
              const std::string& statement,
              bool in_doubt) {
    connection.run(note(name, {step, step - 1}));
    connection.run("START TRANSACTION");
    try {
        connection.run(statement);
    } catch (const db::Error& error) {
        if (!in_doubt || !is_made_already(error.code)) {
            throw;
        }
    }
    connection.run(note(name, {step, step}) + "; COMMIT");
}

bool starts_routine(std::string_view statement) {
    std::string head(statement.substr(0, 200));
    std::transform(head.begin(), head.end(), head.begin(), [](unsigned char c) {
        return static_cast<char>(std::toupper(c));
    });
    const bool routine = head.find("TRIGGER") != head.npos || head.find("PROCEDURE") != head.npos ||
                         head.find("FUNCTION") != head.npos;
    return head.starts_with("CREATE") && routine && statement.find("BEGIN") != statement.npos;
}

/// Behind the string, quoted name or comment that begins at `at`; `at` itself when none does.
std::size_t behind_quoted(std::string_view text, std::size_t at) {
    auto until = [&](std::string_view end, std::size_t from) {
        auto found = text.find(end, from);
        return found == text.npos ? text.size() : found + end.size();
    };
    const char c = text[at];
    if (c == '\'' || c == '"' || c == '`') {
        return until(text.substr(at, 1), at + 1);
    }
    const auto rest = text.substr(at);
    if (rest.starts_with("--")) {
        return until("\n", at);
    }
    return rest.starts_with("/*") ? until("*/", at) : at;
}

/// Where the statement at the front ends: its semicolon, that behind END in a routine.
std::size_t end_of_statement(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t behind = behind_quoted(text, at);
        if (behind != at) {
            at = behind;
        } else if (text[at] == ';' && (!starts_routine(text.substr(0, at)) || text.substr(0, at).ends_with("END"))) {
            return at;
        } else {
            ++at;
        }
    }
    return text.size();
}

}  // namespace

std::vector<std::string> split_script(std::string_view script) {
    std::vector<std::string> statements;
    for (;;) {
        const auto start = script.find_first_not_of(" \t\r\n;");
        if (start == script.npos) {
            return statements;
        }
        script.remove_prefix(start);
        const auto end = end_of_statement(script);
        statements.emplace_back(script.substr(0, end));
        script.remove_prefix(end);
    }
}

void run_steps(db::Connection& connection, const std::string& name, std::string_view script) {
    connection.run(kCreateSteps);
    const auto statements = split_script(script);
    const Steps before = read_steps(connection, name);
    for (std::size_t step = before.done + 1; step <= statements.size(); ++step) {
        run_step(connection, name, step, statements[step - 1], step == before.begun);
    }
}

std::string forget_steps(const std::string& name) {
    return "DELETE FROM carafe_migration_steps WHERE name = " + literal(name);
}

}  // namespace carafe::migrate
