// The loop that renders: walks a Program over the page's values into a Buffer.
#pragma once
#include "carafe/templates/program.hpp"

namespace carafe::templates {

/// Memory of a render, kept by a thread between renders so that a warm one allocates nothing.
struct RenderSpace {
    RenderSpace();

    Arena arena{};
    Buffer scratch{};
    std::unique_ptr<Value[]> stack;
    std::unique_ptr<struct Frame[]> frames;

    static constexpr std::size_t kStackSize =
        24 * 1024;  ///< Values: a frame of the deepest nesting has 120
    ~RenderSpace();
    RenderSpace(const RenderSpace&) = delete;
    RenderSpace& operator=(const RenderSpace&) = delete;
};

struct RenderInput {
    std::span<const Value> arguments{};  ///< in the order of the page's names
    void* request = nullptr;
    UndefinedMode undefined = UndefinedMode::Lenient;
    Limits limits{};
};

/// Appends the page, or the block `entry`, to `out`. What is already in `out` stays.
/// @throws RenderError with file, line and column; `out` then holds an unfinished page.
/// @threads any number of threads may run one program, each with its own space and buffer.
void run(const Program& program,
         const Function& entry,
         const Environment& environment,
         const RenderInput& input,
         RenderSpace& space,
         Buffer& out);

}  // namespace carafe::templates
