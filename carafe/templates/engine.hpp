// Loads, checks and renders pages.
//
//     Environment environment;                                  // functions, globals:
//     environment.hpp Engine engine(Loader::from_folder("templates"), std::move(environment),
//     {.development = true}); std::vector<Fault> faults = engine.load<Pages>();         // before
//     the port opens; refuse the start on errors
//
//     Buffer buffer;                                            // kept by the thread
//     render(engine, EditTask{form, task}, &request, buffer);   // appends to the buffer
#pragma once
#include "carafe/templates/buffer.hpp"
#include "carafe/templates/environment.hpp"
#include "carafe/templates/fault.hpp"
#include "carafe/templates/loader.hpp"
#include "carafe/templates/page.hpp"
#include "carafe/templates/runtime.hpp"

#include <memory>

namespace carafe::templates {

struct EngineOptions {
    bool development = false;  ///< look at file times before each render, load what changed
    Syntax syntax{};
    Limits limits{};
    UndefinedMode undefined = UndefinedMode::Strict;  ///< of pages
    bool warn_unused = true;                          ///< files that no page reaches are findings
};

/// How render_dynamic treats a template.
struct DynamicOptions {
    bool autoescape = true;
    UndefinedMode undefined = UndefinedMode::Lenient;
    void* request = nullptr;
};

class Engine {
  public:
    Engine(Loader loader, Environment environment, EngineOptions options = {});
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Parses, links, checks and compiles. Once, before rendering; all findings at once, sorted by
    /// file and line. Pages with errors cannot be rendered.
    std::vector<Fault> load(std::span<const PageSlot* const> pages);

    template <class Pages>
    std::vector<Fault> load() {
        return load(Pages::slots);
    }

    /// Appends the page to `out`. @param block  a block to render alone; empty for the whole page.
    /// @throws RenderError with the place; TemplateError when a reload found faults.
    /// @threads safe after load().
    void render(const PageSlot& page,
                std::span<const Value> values,
                std::string_view block,
                void* request,
                Buffer& out) const;

    /// For the command line, previews and tests: names are matched per call, nothing is checked at
    /// start, escaping is the original's. @param context  a JSON object; {"$markup": "<b>"} in it
    /// is trusted HTML.
    /// @throws TemplateError, RenderError, ContextError
    std::string render_dynamic(std::string_view name,
                               std::string_view context,
                               const DynamicOptions& options = {}) const;

    /// Windows on the stages, for `carafe template render --tokens|--tree|--code`.
    /// @throws TemplateError
    std::string show_tokens(std::string_view name) const;
    std::string show_tree(std::string_view name) const;
    std::string show_code(std::string_view name) const;

    const Environment& environment() const;
    const Loader& loader() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// @param page  a temporary: EditTask{form, task}.
template <class P>
void render(const Engine& engine, P&& page, void* request, Buffer& out) {
    static_assert(!std::is_lvalue_reference_v<P>,
                  "a page lives for one call: render(engine, ThePage{...}, ...)");
    engine.render(PageStorage<P>::slot, page.values(), {}, request, out);
}

/// One block of the page, for HTMX. Blocks named in the page's PageInfo are checked at start.
template <class P>
void render_block(
    const Engine& engine, P&& page, std::string_view block, void* request, Buffer& out) {
    static_assert(!std::is_lvalue_reference_v<P>,
                  "a page lives for one call: render_block(engine, ThePage{...}, ...)");
    engine.render(PageStorage<P>::slot, page.values(), block, request, out);
}

}  // namespace carafe::templates
