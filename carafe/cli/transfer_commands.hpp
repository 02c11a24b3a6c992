// The commands `db copy`, `backup`, `verify`, `restore`, `sql` and `shell`.
#pragma once
#include "carafe/cli/program.hpp"

#include <string>
#include <string_view>

namespace carafe::cli {

struct TransferWish {
    std::string verb;
    std::string first;   ///< SOURCE, FILE or QUERY
    std::string second;  ///< TARGET
};

bool is_transfer_verb(std::string_view verb);
/// @return the exit code. @throws WrongUsage for a file or address that cannot be meant.
int run_transfer_command(App& app, const Program& program, const TransferWish& wish);

}  // namespace carafe::cli
