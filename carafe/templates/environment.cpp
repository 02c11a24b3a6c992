#include "carafe/templates/environment.hpp"

#include "carafe/templates/filters.hpp"
#include "carafe/templates/functions.hpp"

namespace carafe::templates {

Signature::Signature(std::string_view parameters) {
    while (!parameters.empty()) {
        std::size_t blank = std::min(parameters.find(' '), parameters.size());
        std::string_view name = parameters.substr(0, blank);
        parameters.remove_prefix(std::min(blank + 1, parameters.size()));
        if (name.starts_with("**")) {
            takes_names = true;
        } else if (name.starts_with('*')) {
            takes_rest = true;
        } else if (name.ends_with('?')) {
            names.push_back(name.substr(0, name.size() - 1));
        } else {
            names.push_back(name);
            required = names.size();
        }
    }
}

int Signature::find(std::string_view name) const {
    auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

namespace {

std::string count_arguments(std::size_t n) {
    return n == 0 ? "no argument" : n == 1 ? "one argument" : std::to_string(n) + " arguments";
}

}  // namespace

Arranged arrange(const Registered& callable, Args given, std::size_t skip) {
    const Signature& signature = callable.signature;
    auto positional = given.positional();
    std::size_t known = skip + signature.names.size();
    Arranged arranged;
    arranged.values.assign(
        positional.begin(),
        positional.begin() + static_cast<std::ptrdiff_t>(std::min(known, positional.size())));
    if (positional.size() > known && !signature.takes_rest) {
        CallContext::fail("'" + std::string(callable.name) + "' takes " +
                          count_arguments(signature.names.size()) + ", " +
                          std::to_string(positional.size() - skip) + " given");
    }
    arranged.values.resize(known, Value::missing());
    for (std::size_t i = known; i < positional.size(); ++i) {
        arranged.values.push_back(positional[i]);
    }
    for (std::size_t i = 0; i < given.names.size(); ++i) {
        const Value& value = given.values[positional.size() + i];
        int at = signature.find(given.names[i]);
        if (at >= 0) {
            arranged.values[skip + static_cast<std::size_t>(at)] = value;
        } else if (signature.takes_names) {
            arranged.names.push_back(given.names[i]);
            arranged.values.push_back(value);
        } else {
            CallContext::fail("'" + std::string(callable.name) + "' has no parameter '" +
                              std::string(given.names[i]) + "'");
        }
    }
    for (std::size_t i = 0; i < signature.required; ++i) {
        if (arranged.values[skip + i].is_missing()) {
            CallContext::fail("'" + std::string(callable.name) + "' needs '" +
                              std::string(signature.names[i]) + "'");
        }
    }
    return arranged;
}

Environment::Environment() {
    add_text_filters(*this);
    add_list_filters(*this);
    add_number_filters(*this);
    add_html_filters(*this);
    add_date_filters(*this);
    add_standard_tests(*this);
    add_standard_functions(*this);
}

namespace {

/// Edits between two names, neighbours swapped counting one.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> rows(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                rows[i][j] = i + j;
                continue;
            }
            std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            rows[i][j] =
                std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        }
    }
    return rows[a.size()][b.size()];
}

template <class Table>
std::string suggest(const Table& table, std::string_view name) {
    std::vector<std::string_view> known;
    for (const auto& entry : table) {
        known.push_back(entry.first);
    }
    return find_similar(name, known);
}

}  // namespace

std::string find_similar(std::string_view name, std::span<const std::string_view> known) {
    std::string_view best;
    std::size_t limit = name.size() / 3 + 1;
    for (std::string_view candidate : known) {
        std::size_t edits = distance(name, candidate);
        if (edits < limit) {
            limit = edits;
            best = candidate;
        }
    }
    return std::string(best);
}

std::string did_you_mean(const std::string& similar) {
    return similar.empty() ? "" : " (did you mean '" + similar + "'?)";
}

std::string Environment::suggest_filter(std::string_view name) const {
    return suggest(filters_, name);
}

std::string Environment::suggest_test(std::string_view name) const {
    return suggest(tests_, name);
}

std::string Environment::suggest_function(std::string_view name) const {
    return suggest(functions_, name);
}

}  // namespace carafe::templates
