#include "carafe/db/url.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/text/percent.hpp"

namespace carafe::db {

namespace {

carafe::Error bad_url(const char* id, const std::string& what) {
    return {id,
            what + "; expected sqlite:///file.db, sqlite:////folder/file.db, sqlite://:memory:, "
                   "postgresql://user:password@host/database or "
                   "mariadb://user:password@host/database"};
}

std::string_view engine_of(std::string_view scheme) {
    scheme = scheme.substr(0, scheme.find('+'));
    if (scheme == "postgres" || scheme == "postgresql") {
        return "postgresql";
    }
    if (scheme == "mysql" || scheme == "mariadb") {
        return "mariadb";
    }
    return scheme == "sqlite" ? scheme : std::string_view();
}

/// What stands before `mark`; `rest` keeps what stands behind it, or all when there is none.
std::string_view take_before(std::string_view& rest, std::size_t mark) {
    if (mark == rest.npos) {
        return {};
    }
    auto part = rest.substr(0, mark);
    rest.remove_prefix(mark + 1);
    return part;
}

std::string decoded(std::string_view text) {
    std::string out;
    return text::append_decoded(out, text) ? out : std::string(text);
}

Result<Durability> read_options(std::string_view query) {
    if (query.empty() || query == "durability=full") {
        return Durability::Full;
    }
    if (query == "durability=normal") {
        return Durability::Normal;
    }
    return bad_url("db.E103", "database URL has an unknown option \"" + std::string(query) + "\"");
}

Result<Url> read_file(std::string_view path, std::string_view query) {
    if (path.starts_with('/')) {
        path.remove_prefix(1);
    } else if (path != ":memory:") {
        path = {};
    }
    if (path.empty()) {
        return bad_url("db.E102", "database URL has no path");
    }
    Url url{"sqlite", std::string(path)};
    url.durability = TRY(read_options(query));
    return url;
}

Result<Url> read_server(std::string_view engine, std::string_view rest, std::string_view query) {
    Url url{std::string(engine), {}};
    url.options = query;
    auto account = take_before(rest, rest.rfind('@'));
    auto colon = account.find(':');
    url.user = decoded(account.substr(0, colon));
    url.password = colon == account.npos ? "" : decoded(account.substr(colon + 1));
    auto slash = rest.find('/');
    auto place = rest.substr(0, slash);
    url.database = slash == rest.npos ? "" : decoded(rest.substr(slash + 1));
    auto port = place.ends_with(']') ? place.npos : place.rfind(':');
    if (port != place.npos) {
        auto number = parse_decimal<int>(place.substr(port + 1), 1, 65535);
        if (!number) {
            return bad_url("db.E104", "database URL has a port that is no number");
        }
        url.port = *number;
        place = place.substr(0, port);
    }
    url.host = decoded(place);
    if (url.host.starts_with('[') && url.host.ends_with(']')) {
        url.host = url.host.substr(1, url.host.size() - 2);
    }
    if (url.database.empty()) {
        return bad_url("db.E102", "database URL names no database");
    }
    return url;
}

}  // namespace

std::string Url::text() const {
    if (engine == "sqlite") {
        return "sqlite://" + std::string(in_memory() ? "" : "/") + path;
    }
    std::string out = engine + "://" + text::encode_component(user) + (user.empty() ? "" : "@");
    out += host.starts_with('/') ? text::encode_component(host) : host;
    return out + (port != 0 ? ":" + std::to_string(port) : "") + "/" + text::encode_component(database);
}

Result<Url> parse_url(std::string_view text) {
    auto scheme = text.find("://");
    auto engine = engine_of(text.substr(0, scheme == text.npos ? 0 : scheme));
    if (engine.empty()) {
        return bad_url("db.E101", "database URL names an unknown engine");
    }
    auto rest = text.substr(scheme + 3);
    auto question = rest.find('?');
    auto query = question == rest.npos ? std::string_view() : rest.substr(question + 1);
    rest = rest.substr(0, question);
    return engine == "sqlite" ? read_file(rest, query) : read_server(engine, rest, query);
}

}  // namespace carafe::db
