// Inside of compile(): scopes, functions being made, and the walk over the linked page. Private to
// the room.
#pragma once
#include "carafe/templates/compile.hpp"
#include "carafe/templates/html.hpp"

#include <set>

namespace carafe::templates {

/// One name in a scope.
struct Symbol;

/// The templates from the most derived to the base, and their blocks.
struct Chain {
    struct Definition {
        std::size_t level;  ///< index into trees
        const Node* node;
    };

    std::vector<const Tree*> trees{};
    std::map<std::string_view, std::vector<Definition>> blocks{};  ///< most derived first
};

/// Names visible at a place. Scopes live as long as the compiler, so macros can be compiled late.
struct Scope {
    Scope* parent = nullptr;
    int level = 0;              ///< of the function its variables live in
    bool begins_frame = false;  ///< a file or block: names outside are asked by value, not shared
    Scope* shared =
        nullptr;  ///< of a file's top level: the chain's scope, which blocks see and others import
    std::set<std::string_view> seen{};  ///< names its own statements read or store
    std::map<std::string_view, Symbol> symbols{};
};

struct MacroDefinition;

struct Symbol {
    enum class Kind : std::uint8_t { Variable, Macro, Module };

    Kind kind = Kind::Variable;
    std::int32_t operand = 0;
    int level = 0;  ///< 0: a slot, seen from everywhere
    bool is_loop = false;
    bool is_imported = false;
    bool is_unset = false;  ///< stored further down; undefined so far
    const Type* type = nullptr;
    const MacroDefinition* macro = nullptr;
    Scope* module = nullptr;

    /// Whether a template that imports this one sees it.
    bool is_exported(std::string_view name) const { return !is_imported && !name.starts_with('_'); }
};

struct RunningBlock {
    Chain* chain;
    Scope* root;    ///< of the chain
    Scope* parent;  ///< what the block sees: the root, or where it stands when it is scoped
    std::string_view name;
    std::size_t index;  ///< into Chain::blocks[name]
};

/// What is known of an argument of a macro.
struct Argument {
    const Type* type = nullptr;
    bool is_tested = false;  ///< the caller made sure that it is not empty

    auto operator<=>(const Argument&) const = default;
};

/// A macro whose calls are resolved while compiling.
struct MacroDefinition {
    const Node* node = nullptr;
    const Tree* tree = nullptr;
    Scope* scope = nullptr;  ///< where it is written
    bool autoescape = true;
    std::vector<RunningBlock> blocks{};  ///< around it
    std::pair<Chain*, Scope*> chain{};
    mutable bool used = false;
    /// By arguments and place in the HTML.
    mutable std::map<std::pair<std::vector<Argument>, std::string>, Function*> instances{};
};

/// Where an expression's value is, and what is known of it.
struct Ref {
    std::int32_t operand = 0;
    const Type* type = nullptr;
    bool printed = false;  ///< a call that wrote its result instead
};

/// A function while its code is written.
struct Draft {
    Function* function = nullptr;
    Draft* outer = nullptr;
    int level = 0;
    std::int32_t top = 0;    ///< next free register
    std::int32_t floor = 0;  ///< registers below belong to variables and are not given out again
    std::string text{};      ///< written but not yet in a step
};

struct OpenLoop {
    std::vector<std::size_t> breaks{};
    std::size_t next = 0;
    std::size_t captures = 0;  ///< open captures when it began
};

class Compiler {
  public:
    Compiler(TreeStore& trees,
             const Environment& environment,
             const CompileOptions& options,
             std::vector<Fault>& faults)
        : trees_(trees), environment_(environment), options_(options), faults_(faults) {}

    std::unique_ptr<Program> run(const CompileRequest& request);

  private:
    static constexpr int kIncludeLevel = 1;
    static constexpr std::int32_t kAny = INT32_MIN;  ///< an expression may choose its register

    // ---- compile.cpp: files, chains, faults
    const Tree* find_tree(std::string_view name, const Node* at);
    std::unique_ptr<Chain> link(const Tree* tree);
    void link_blocks(Chain& chain);
    bool constant_name(const Node* node, std::vector<std::string_view>& names);
    void fault(std::string_view id,
               const Node* at,
               const std::string& message,
               Severity severity = Severity::Error);
    void compile_chain(Chain& chain, Scope* root);
    void compile_fragments(const CompileRequest& request, Chain& chain);
    void add_arguments(const CompileRequest& request);
    void check_unused();

    // ---- compile_emit.cpp: steps, registers, slots, texts
    /// Steps from here on belong to this place.
    void stand_at(const Node* node);
    Step& put(Op op, std::int32_t x = 0, std::int32_t y = 0, std::int32_t z = 0);
    Step& put_output(Op op, std::int32_t x, std::int32_t y, std::int32_t z, EmitMode mode);
    Step& put_with_text(Op op, std::int32_t x = 0, std::int32_t y = 0, std::int32_t z = 0);
    std::size_t put_jump(Op op, std::int32_t x = 0, std::int32_t y = 0);
    void land(std::size_t jump);
    void set_target(std::size_t jump, std::int32_t target);
    void land(const std::vector<std::size_t>& jumps);
    std::int32_t here();
    void flush();
    void add_text(std::string_view text);
    std::int32_t temp(std::int32_t count = 1);

    /// Gives temporary registers back, but none that became a variable.
    void release(std::int32_t top) { draft_->top = std::max(top, draft_->floor); }

    std::int32_t constant(const Value& value);
    std::int32_t missing();
    std::int32_t undefined(std::string_view name);
    std::int32_t new_slot(const Value& initial);
    std::int32_t name_index(std::string_view name);
    int site_index(CallSite site);
    Symbol new_variable(std::string_view name, const Type* type = nullptr);

    Step& last_step() { return draft_->function->code.back(); }

    const char* keep_padded(std::string_view text);

    // ---- compile_names.cpp: scopes
    Scope* new_scope(Scope* parent);
    Symbol* find_symbol(std::string_view name);
    Ref read_symbol(const Symbol& symbol, std::int32_t target);
    Ref read_name(const Node* node, std::int32_t target);
    Ref read_global(const Node* node, std::int32_t target);
    Symbol& variable_for(std::string_view name);
    void define(std::string_view name, const Symbol& symbol);
    void publish(std::string_view name);
    void assign(const Node* target, Ref value);
    void prepare_names(const Node* body);
    bool is_known_outside(std::string_view name) const;
    void unknown_name(const Node* node);
    Ref macro_value(const MacroDefinition& macro, std::int32_t target);
    Ref module_value(Scope& module, std::int32_t target);

    // ---- compile_expression.cpp
    Ref expression(const Node* node, std::int32_t target = kAny);
    Ref expression_into(const Node* node, std::int32_t target);

    void into(const Node* node, std::int32_t target) {
        item_types_[node] = expression(node, target).type;
    }

    Ref place(Ref value, std::int32_t target);

    std::int32_t result(std::int32_t target) { return target == kAny ? temp() : target; }

    Ref items(const Node* node, Op op, std::int32_t target);
    Ref attribute(const Node* node, std::int32_t target);
    Ref loop_attribute(const Node* node, const Symbol& loop, std::int32_t target);
    Ref subscript(const Node* node, std::int32_t target);
    Ref binary(const Node* node, std::int32_t target);
    Ref compare(const Node* node, std::int32_t target);
    Ref logical(const Node* node, std::int32_t target);
    Ref condition(const Node* node, std::int32_t target);
    Ref filter(const Node* node, std::int32_t target);
    Ref filter_over(const Node* node,
                    const std::int32_t* input,
                    const Type* input_type,
                    std::int32_t target);
    bool prepared_filter(const Node* node, std::int32_t target, Ref& done);
    Ref default_filter(const Node* node, std::int32_t target);
    Ref test(const Node* node, std::int32_t target);
    Ref apply(Op op,
              const Registered& callable,
              const Node* node,
              const std::int32_t* input,
              const Node* input_node,
              std::int32_t target);
    std::vector<std::size_t> jump_unless(const Node* node);
    std::vector<std::size_t> jump_if(const Node* node);
    void arrange_arguments(const Registered& callable,
                           const Node* node,
                           std::int32_t base,
                           std::string_view what);

    // ---- check.cpp: what is wrong, and what is known of types
    const Type* check_attribute(const Node* node, const Type* type);
    const Type* check_method(const Node* node, const Type* type);
    void check_function(const Registered& function, const Node* node);
    const Type* default_type(const Node* node);
    std::string called_from() const;
    std::string_view form_id(const Type& object) const;
    void check_comparison(const Node* node,
                          Comparison comparison,
                          Ref left,
                          Ref right,
                          const Node* left_node,
                          const Node* right_node);
    void check_filter(const Node* node, const Type* input);
    void check_safe(const Node* node);
    void check_loop_over(const Node* node, const Type* type);
    const Type* element_type(const Type* type);
    void check_printed(const Node* node, const Type* type);
    void fault_loop_attribute(const Node* node);
    void fault_arguments(const Node* node, const std::string& message);
    void unknown_callable(std::string_view what, const Node* node, const std::string& similar);
    void narrow(const Node* condition, bool when);
    bool is_narrowed(const Node* node) const;
    const Type* filter_type(const Registered& callable, const Type* input);
    const Type* behind_optional(const Type* type, const Type* otherwise);

    // ---- check_html.cpp
    void html_text(std::string_view text);
    EmitMode html_value(const Node* node, const Type* type);
    bool is_own_url(const Node* node) const;
    void note_token(const Node* node);
    void check_tag(const HtmlTag& tag);
    void check_script(const HtmlTag& tag);
    void open_form(const HtmlTag& tag);
    void close_form();
    void join_html(const Node* node, const HtmlState& other);
    void end_captured_html(const Node* node, const HtmlState& outside);
    void check_page_end();
    void fault_line(std::string_view id,
                    std::uint32_t line,
                    const std::string& message,
                    Severity severity = Severity::Error);

    // ---- compile_call.cpp
    Ref call(const Node* node, std::int32_t target, bool print, const Node* block = nullptr);
    Ref call_value(
        std::int32_t callee, const Node* node, std::int32_t target, bool print, const Node* block);
    Ref call_method(const Node* node, std::int32_t target, bool print, const Node* block);
    Ref call_macro(const MacroDefinition& macro,
                   const Node* node,
                   std::int32_t target,
                   bool print,
                   const Node* block);
    Ref call_super(const Node* node, std::int32_t target, bool print, std::size_t levels);
    Ref call_self(const Node* node, std::int32_t target, bool print);
    Ref call_function(const Registered& function, const Node* node, std::int32_t target);
    std::size_t count_arguments(const Node* node, const Node* block) const;
    void fill_arguments(const Node* node, std::int32_t base, CallSite& site, const Node* block);
    bool check_macro_call(const MacroDefinition& macro,
                          const Function& function,
                          const Node* node,
                          const Node* block);
    void fill_specials(const Function& function,
                       const Node* node,
                       std::int32_t base,
                       const Function* block);
    void fault_macro(const Node* node, const std::string& message);
    Argument argument(const Node* node, std::int32_t target);
    Function* instance(const MacroDefinition& macro, const std::vector<Argument>& arguments);
    Function* plain_instance(const MacroDefinition& macro);
    void resume_html(const Function* function);
    const Function* call_body(const Node* block);
    Function* called_instance(const MacroDefinition& macro,
                              const std::vector<Argument>& arguments,
                              const Node* node,
                              bool print,
                              const Function* body);
    EmitMode printed_mode(const Node* node, bool print);
    void compile_macro_body(const MacroDefinition& macro,
                            Function& function,
                            const std::vector<Argument>& arguments);
    MacroDefinition& add_macro(const Node* node, const Tree* tree, Scope* scope);
    void define_macro(const Node* node);
    void make_macro(const Node* node, const Tree* tree, Scope* scope, std::int32_t target);
    template <class F>
    Ref capture(std::int32_t target, const F& output);
    template <class F>
    Ref capture_unless(bool print, std::int32_t target, const F& output);

    // ---- compile_statement.cpp
    void statements(const Node* body);
    void statement(const Node* node);
    void scoped_statements(const Node* body);
    void print(const Node* node);
    void print_value(const Node* node);
    void print_choice(const Node* node);
    void print_constant(const Value& value);
    void if_statement(const Node* node);
    void for_statement(const Node* node);
    void plain_loop(const Node* node, std::int32_t iterable, const Type* element, bool recursive);
    std::int32_t filtered_list(const Node* node, Ref iterable);
    void recursive_loop(const Node* node);
    void set_statement(const Node* node);
    void set_block(const Node* node);
    void with_statement(const Node* node);
    void block_statement(const Node* node);
    void inline_block(Chain& chain,
                      Scope* root,
                      Scope* parent,
                      std::string_view name,
                      std::size_t index,
                      const Node* at);
    void call_block(const Node* node);
    void filter_block(const Node* node);
    void include_statement(const Node* node);
    void include_choice(const Node* node);
    const std::vector<std::string_view>& names_of(const Tree* tree);
    void include_tree(const Tree* tree, const Node* node);
    void include_function(const Tree* tree, const Node* node);
    void import_statement(const Node* node);
    void import_name(const Node* node,
                     const Tree& tree,
                     Scope& module,
                     std::string_view name,
                     std::string_view alias);
    Scope* import_module(const Tree* tree, const Node* node);
    void loop_jump(const Node* node);
    void autoescape_statement(const Node* node);
    void trans_statement(const Node* node);

    EmitMode mode() const { return autoescape_ ? EmitMode::Escape : EmitMode::Raw; }

    bool escapes(std::string_view file) const;

    TreeStore& trees_;
    const Environment& environment_;
    const CompileOptions& options_;
    std::vector<Fault>& faults_;

    std::unique_ptr<Program> program_;
    Draft* draft_ = nullptr;
    Scope* scope_ = nullptr;
    Scope* globals_ = nullptr;
    const Tree* tree_ = nullptr;
    std::uint32_t line_ = 0;  ///< of what is compiled now
    std::uint32_t column_ = 0;
    bool autoescape_ = true;
    bool output_ = true;  ///< off outside blocks of a child, and in imports
    int conditions_ = 0;  ///< `if`s open since the current scope began
    std::size_t captures_ = 0;
    HtmlState html_;
    bool html_on_ = false;              ///< a checked HTML file is being written
    bool caller_prints_token_ = false;  ///< the body of the `call` around the macro does
    std::map<const Function*, HtmlState> macro_ends_;
    std::map<const Node*, const Type*> item_types_;  ///< of arguments and items last compiled
    std::set<std::int32_t> read_slots_;              ///< page values that were asked for
    std::map<const Function*, bool> body_prints_token_;
    int allow_unknown_ = 0;            ///< inside `is defined` and `default`
    const Node* call_site_ = nullptr;  ///< of the macro whose body is compiled, for messages
    const Tree* call_site_tree_ = nullptr;
    std::vector<std::string> narrowings_;  ///< paths known not to be empty
    std::int32_t missing_slot_ = 0;
    std::vector<std::pair<Chain*, Scope*>> chain_stack_;
    std::vector<RunningBlock> blocks_;
    std::vector<OpenLoop> loops_;
    std::vector<const Tree*> includes_;
    std::string page_;
    std::vector<std::string> argument_names_;

    std::deque<Scope> scopes_;
    std::deque<MacroDefinition> macros_;
    std::deque<std::unique_ptr<Chain>> chains_;
    std::map<const Tree*, Scope*> modules_;               ///< imports that run no step
    std::map<const Tree*, Function*> include_functions_;  ///< includes that include themselves
    std::map<const Tree*, std::vector<std::string_view>> include_names_;
    std::map<std::string_view, std::int32_t> names_;
    std::map<std::string, std::int32_t, std::less<>> text_constants_;
    std::map<std::int64_t, std::int32_t> integer_constants_;
    std::vector<Value> slots_;
};

/// Runs `output`, which writes, and keeps its text as a value.
template <class F>
Ref Compiler::capture(std::int32_t target, const F& output) {
    target = result(target);
    bool saved_output = std::exchange(output_, true);
    HtmlState outside = std::exchange(html_, {});
    flush();
    put(Op::CaptureBegin);
    ++captures_;
    output();
    flush();
    --captures_;
    end_captured_html(nullptr, outside);
    put(Op::CaptureEnd, target).a = autoescape_ ? 1 : 0;
    output_ = saved_output;
    return {target, nullptr};
}

template <class F>
Ref Compiler::capture_unless(bool print, std::int32_t target, const F& output) {
    if (!print) {
        return capture(target, output);
    }
    output();
    return {.printed = true};
}

}  // namespace carafe::templates
