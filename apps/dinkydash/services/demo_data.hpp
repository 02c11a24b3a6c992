// Demo families from a seed number: the same for the same seed, but for the names of picture files.
#pragma once
#include "apps/dinkydash/services/pictures.hpp"
#include "carafe/orm/database.hpp"

#include <functional>
#include <string>

namespace dinkydash {

using namespace carafe;

struct DemoOptions {
    int families = 1;
    std::uint64_t seed = 1;
    int days = 30;  ///< of completions
    std::string password_hash{};
    std::string demo_email = "demo@example.com";
};

/// Makes families with 2–6 persons, 3–10 tasks, 5–15 countdowns and completions, each in its own transaction.
/// The first one logs in as demo@example.com / demo-demo, and its first people have drawn photos; when it is there
/// already nothing is made.
/// @param progress  called after each family.
/// @return how many families were made.
int make_demo_data(orm::Database& database, const Pictures& pictures, const DemoOptions& options,
                   const std::function<void()>& progress);

}  // namespace dinkydash
