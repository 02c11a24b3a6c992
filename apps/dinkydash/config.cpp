#include "apps/dinkydash/config.hpp"

namespace dinkydash {

std::string AppConfig::mail_spool_folder() const {
    if (!mail_spool().empty()) return mail_spool();
    const bool spools = mail_server().empty() && env() != carafe::Profile::Production;
    return spools ? data_folder() + "/mail" : std::string();
}

std::string AppConfig::uploads() const {
    return upload_folder().empty() ? data_folder() + "/uploads" : upload_folder();
}

std::string AppConfig::database() const {
    if (!database_url().empty()) return database_url();
    switch (env()) {
        case carafe::Profile::Testing: return "sqlite://:memory:";
        case carafe::Profile::Development:
            return "sqlite:///" + data_folder() + "/dinkydash-dev.db?durability=normal";
        case carafe::Profile::Production: break;
    }
    return "sqlite:///" + data_folder() + "/dinkydash.db";
}

}  // namespace dinkydash
