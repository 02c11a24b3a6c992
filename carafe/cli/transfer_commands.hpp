// The commands `db copy`, `backup`, `verify`, `restore`, those about one tenant, `sql` and `shell`.
#pragma once
#include "carafe/cli/program.hpp"

#include <string>
#include <string_view>

namespace carafe::cli {

struct TransferWish {
    std::string verb;
    std::string first;   ///< SOURCE, FILE, ID or QUERY
    std::string second;  ///< TARGET or FILE
};

bool is_transfer_verb(std::string_view verb);
/// @return the exit code. @throws WrongUsage for a file or address that cannot be meant.
int run_transfer_command(App& app, const Program& program, const TransferWish& wish);

}  // namespace carafe::cli
