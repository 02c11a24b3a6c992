// Trees to one flat program: links parents, blocks, includes and imports, resolves every name to a
// slot or register, and tells the checker what it sees on the way.
#pragma once
#include "carafe/templates/fault.hpp"
#include "carafe/templates/loader.hpp"
#include "carafe/templates/program.hpp"

namespace carafe::templates {

/// A value a page brings.
struct PageArgument {
    std::string name;
    const Type* type = nullptr;  ///< null: anything
};

struct CompileOptions {
    bool checked =
        false;  ///< a page: unknown names are faults, HTML contexts count, `safe` needs a reason
    bool warn_unused = true;  ///< values that a page brings and never reads are findings
    bool autoescape =
        true;  ///< of files that are HTML; in checked mode other endings are never escaped
};

/// What to compile: one file with the names it is given.
struct CompileRequest {
    std::string file;
    std::vector<PageArgument> arguments{};
    std::vector<std::string> fragments{};  ///< blocks that are rendered alone
    std::string page{};                    ///< name of the page type, for messages
};

/// @param faults  gets all findings; the program is usable only when none of them is an error.
/// @return null when the file or a parent cannot be parsed.
std::unique_ptr<Program> compile(const CompileRequest& request,
                                 TreeStore& trees,
                                 const Environment& environment,
                                 const CompileOptions& options,
                                 std::vector<Fault>& faults);

}  // namespace carafe::templates
