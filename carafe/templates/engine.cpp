#include "carafe/templates/engine.hpp"

#include "carafe/templates/compile.hpp"
#include "carafe/templates/dynamic.hpp"
#include "carafe/templates/run.hpp"
#include "carafe/templates/show.hpp"

#include <mutex>
#include <set>
#include <unordered_map>

namespace carafe::templates {

namespace {

/// What a page was compiled to, and from which versions of which files.
struct Compiled {
    std::shared_ptr<const Program> program;  ///< null when there are errors
    std::map<std::string, std::int64_t, std::less<>> files;
    std::vector<Fault> faults;
};

struct PageState {
    std::atomic<const Compiled*> current{
        nullptr};  ///< what renders use; never freed outside development
    std::shared_ptr<const Compiled> shared{};  ///< the same; under Impl::compiling
    std::vector<std::shared_ptr<const Compiled>>
        retired{};  ///< replaced because a block was asked for
};

/// Memory of renders, one for each that runs on this thread at the same time (a function may render
/// too).
class SpaceLease {
  public:
    SpaceLease() {
        auto& free = spaces();
        if (free.empty()) {
            space_ = std::make_unique<RenderSpace>();
        } else {
            space_ = std::move(free.back());
            free.pop_back();
        }
    }

    ~SpaceLease() { spaces().push_back(std::move(space_)); }

    SpaceLease(const SpaceLease&) = delete;
    SpaceLease& operator=(const SpaceLease&) = delete;

    RenderSpace& operator*() { return *space_; }

  private:
    static std::vector<std::unique_ptr<RenderSpace>>& spaces() {
        static thread_local std::vector<std::unique_ptr<RenderSpace>> free;
        return free;
    }

    std::unique_ptr<RenderSpace> space_;
};

bool has_errors(const std::vector<Fault>& faults) {
    return std::any_of(
        faults.begin(), faults.end(), [](const Fault& f) { return f.severity == Severity::Error; });
}

void sort_faults(std::vector<Fault>& faults) {
    std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
        return std::tie(a.file, a.line, a.column, a.id) < std::tie(b.file, b.line, b.column, b.id);
    });
}

CompileRequest request_for(const PageSlot& page, std::string_view extra_block) {
    CompileRequest request;
    request.file = page.info->file;
    request.page = page.name;
    for (std::size_t i = 0; i < page.info->name_count; ++i) {
        request.arguments.push_back({std::string(page.info->names[i]), &page.types[i]()});
    }
    for (std::size_t i = 0; i < page.info->block_count; ++i) {
        request.fragments.emplace_back(page.info->blocks[i]);
    }
    if (!extra_block.empty()) {
        request.fragments.emplace_back(extra_block);
    }
    return request;
}

}  // namespace

struct Engine::Impl {
    Impl(Loader l, Environment e, EngineOptions o)
        : loader(std::move(l)), environment(std::move(e)), options(o) {}

    Loader loader;
    Environment environment;
    EngineOptions options;
    std::unordered_map<const PageSlot*, PageState> pages;
    std::mutex compiling;  ///< reloads and blocks compiled on demand come one after the other

    std::shared_ptr<const Compiled> compile_page(const PageSlot& page,
                                                 TreeStore& trees,
                                                 std::string_view block = {}) {
        auto compiled = std::make_shared<Compiled>();
        CompileOptions how{.checked = true, .warn_unused = options.warn_unused};
        std::shared_ptr<const Program> program =
            compile(request_for(page, block), trees, environment, how, compiled->faults);
        for (const auto& [name, version] : trees.versions()) {
            bool used = version < 0 || program == nullptr ||
                        std::any_of(program->trees.begin(),
                                    program->trees.end(),
                                    [&](const auto& t) { return t->name == name; });
            if (used) {
                compiled->files.emplace(name, version);
            }
        }
        if (!has_errors(compiled->faults)) {
            compiled->program = std::move(program);
        }
        return compiled;
    }

    bool is_stale(const Compiled& compiled) const {
        return std::any_of(compiled.files.begin(), compiled.files.end(), [&](const auto& file) {
            return loader.version(file.first).value_or(-1) != file.second;
        });
    }

    /// In development: the page's program, compiled again when a file changed. The caller's copy
    /// keeps it while another thread swaps it.
    std::shared_ptr<const Compiled> reloaded(const PageSlot& page,
                                             PageState& state,
                                             std::string_view block) {
        std::lock_guard guard(compiling);
        if (is_stale(*state.shared) || !has_block(*state.shared, block)) {
            TreeStore trees(loader, options.syntax);
            state.shared = compile_page(page, trees, block);
            state.current.store(state.shared.get(), std::memory_order_release);
        }
        return state.shared;
    }

    static bool has_block(const Compiled& compiled, std::string_view block) {
        return block.empty() || compiled.program == nullptr ||
               compiled.program->entries.find(block) != compiled.program->entries.end();
    }

    /// A block that the page's PageInfo does not list, compiled when it is first asked for.
    const Compiled& with_block(const PageSlot& page, PageState& state, std::string_view block) {
        std::lock_guard guard(compiling);
        if (!has_block(*state.shared, block)) {
            TreeStore trees(loader, options.syntax);
            state.retired.push_back(state.shared);
            state.shared = compile_page(page, trees, block);
            state.current.store(state.shared.get(), std::memory_order_release);
        }
        return *state.shared;
    }
};

Engine::Engine(Loader loader, Environment environment, EngineOptions options)
    : impl_(std::make_unique<Impl>(std::move(loader), std::move(environment), options)) {}

Engine::~Engine() = default;

const Environment& Engine::environment() const {
    return impl_->environment;
}

const Loader& Engine::loader() const {
    return impl_->loader;
}

std::vector<Fault> Engine::load(std::span<const PageSlot* const> pages) {
    TreeStore trees(impl_->loader, impl_->options.syntax);
    std::vector<Fault> faults;
    std::set<std::string> used;
    for (const PageSlot* page : pages) {
        auto compiled = impl_->compile_page(*page, trees);
        for (const Fault& fault : compiled->faults) {
            bool known = std::any_of(faults.begin(), faults.end(), [&](const Fault& f) {
                return f.text() == fault.text();
            });
            if (!known) {
                faults.push_back(fault);
            }
        }
        for (const auto& file : compiled->files) {
            used.insert(file.first);
        }
        PageState& state = impl_->pages[page];
        state.shared = std::move(compiled);
        state.current.store(state.shared.get(), std::memory_order_release);
    }
    for (const std::string& name : impl_->loader.list()) {
        if (impl_->options.warn_unused && used.count(name) == 0) {
            faults.push_back({"templates.E019",
                              name,
                              0,
                              0,
                              "no page, parent, import or include uses this file",
                              Severity::Warning});
        }
    }
    sort_faults(faults);
    return faults;
}

void Engine::render(const PageSlot& page,
                    std::span<const Value> values,
                    std::string_view block,
                    void* request,
                    Buffer& out) const {
    auto found = impl_->pages.find(&page);
    if (found == impl_->pages.end()) {
        throw TemplateError({"templates.E019",
                             std::string(page.info->file),
                             0,
                             0,
                             "page " + std::string(page.name) + " was not loaded"});
    }
    PageState& state = found->second;
    std::shared_ptr<const Compiled> kept;
    const Compiled* compiled = state.current.load(std::memory_order_acquire);
    if (impl_->options.development && impl_->loader.can_change()) {
        kept = impl_->reloaded(page, state, block);
        compiled = kept.get();
    } else if (!Impl::has_block(*compiled, block)) {
        compiled = &impl_->with_block(page, state, block);
    }
    if (compiled->program == nullptr) {
        auto error = std::find_if(compiled->faults.begin(),
                                  compiled->faults.end(),
                                  [](const Fault& f) { return f.severity == Severity::Error; });
        throw TemplateError(*error);
    }
    const Program& program = *compiled->program;
    const Function* entry = block.empty() ? &program.main() : program.entries.find(block)->second;
    RenderInput input{values, request, impl_->options.undefined, impl_->options.limits};
    SpaceLease space;
    run(program, *entry, impl_->environment, input, *space, out);
}

std::string Engine::render_dynamic(std::string_view name,
                                   std::string_view context,
                                   const DynamicOptions& options) const {
    Arena arena;
    std::vector<NamedValue> names = read_context(context, arena);
    TreeStore trees(impl_->loader, impl_->options.syntax);
    std::vector<Fault> faults;
    CompileRequest request{.file = std::string(name)};
    std::vector<Value> values;
    for (const NamedValue& one : names) {
        request.arguments.push_back({std::string(one.name), nullptr});
        values.push_back(one.value);
    }
    CompileOptions how{.checked = false, .autoescape = options.autoescape};
    std::unique_ptr<Program> program = compile(request, trees, impl_->environment, how, faults);
    if (program == nullptr || has_errors(faults)) {
        throw TemplateError(faults.front());
    }
    Buffer out;
    SpaceLease space;
    RenderInput input{values, options.request, options.undefined, impl_->options.limits};
    run(*program, program->main(), impl_->environment, input, *space, out);
    return std::string(out.view());
}

namespace {

Loader::Source read_or_fail(const Loader& loader, std::string_view name) {
    auto source = loader.read(name);
    if (!source) {
        throw TemplateError(
            {"templates.E008", std::string(name), 0, 0, "no template '" + std::string(name) + "'"});
    }
    return *source;
}

}  // namespace

std::string Engine::show_tokens(std::string_view name) const {
    return print_tokens(name, read_or_fail(impl_->loader, name).text, impl_->options.syntax);
}

std::string Engine::show_tree(std::string_view name) const {
    return print_tree(*parse(name, read_or_fail(impl_->loader, name).text, impl_->options.syntax));
}

std::string Engine::show_code(std::string_view name) const {
    TreeStore trees(impl_->loader, impl_->options.syntax);
    std::vector<Fault> faults;
    auto program = compile({.file = std::string(name)}, trees, impl_->environment, {}, faults);
    if (program == nullptr) {
        throw TemplateError(faults.front());
    }
    return print_program(*program);
}

}  // namespace carafe::templates
