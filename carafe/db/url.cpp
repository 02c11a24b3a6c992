#include "carafe/db/url.hpp"

namespace carafe::db {

namespace {

carafe::Error bad_url(const char* id, const std::string& what) {
    return {id,
            what + "; expected sqlite:///file.db, sqlite:////folder/file.db or sqlite://:memory:"};
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

}  // namespace

Result<Url> parse_url(std::string_view text) {
    auto colon = text.find("://");
    auto engine = text.substr(0, colon == text.npos ? 0 : colon);
    engine = engine.substr(0, engine.find('+'));
    if (engine != "sqlite") {
        return bad_url("db.E101", "database URL names an unknown engine");
    }
    auto rest = text.substr(colon + 3);
    auto question = rest.find('?');
    auto path = rest.substr(0, question);
    if (path.starts_with('/')) {
        path.remove_prefix(1);
    } else if (path != ":memory:") {
        return bad_url("db.E102", "database URL has no path");
    }
    if (path.empty()) {
        return bad_url("db.E102", "database URL has no path");
    }
    Url url{std::string(engine), std::string(path)};
    url.durability = TRY(read_options(question == rest.npos ? "" : rest.substr(question + 1)));
    return url;
}

}  // namespace carafe::db
