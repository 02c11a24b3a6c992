#include "carafe/cli/key_commands.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/cli/progress.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/web/app.hpp"

#include <cstdio>
#include <optional>

namespace carafe::cli {

int rotate_keys(App& app) {
    std::optional<Progress> progress;
    std::int64_t shown = 0;
    auto show = [&](std::int64_t done, std::int64_t total) {
        if (!progress) progress.emplace("Sealing again", total);
        progress->advance(done - shown);
        shown = done;
    };
    const auto report = orm::rotate_keys(app.database(), {.progress = show});
    progress.reset();
    std::printf("%lld keys made, %lld values sealed again.\n", static_cast<long long>(report.keys),
                static_cast<long long>(report.values));
    if (report.faulty == 0) return kDone;
    std::printf("%lld values do not open and stay as they are.\n", static_cast<long long>(report.faulty));
    return kFaultFound;
}

int destroy_keys(App& app, const std::string& tenant) {
    const auto id = parse_decimal<std::int64_t>(tenant, std::int64_t{1});
    if (!id) throw WrongUsage("TENANT wants the id of a tenant, a number from 1 on");
    const auto count = orm::destroy_keys(app.database(), *id);
    if (count == 0) {
        std::printf("Tenant %lld has no keys.\n", static_cast<long long>(*id));
        return kFailed;
    }
    std::printf("Destroyed %lld keys: the encrypted values of tenant %lld are lost.\n", static_cast<long long>(count),
                static_cast<long long>(*id));
    return kDone;
}

}  // namespace carafe::cli
