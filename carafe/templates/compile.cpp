#include "carafe/templates/compile.hpp"

#include "carafe/templates/compiler.hpp"

namespace carafe::templates {

std::unique_ptr<Program> compile(const CompileRequest& request,
                                 TreeStore& trees,
                                 const Environment& environment,
                                 const CompileOptions& options,
                                 std::vector<Fault>& faults) {
    return Compiler(trees, environment, options, faults).run(request);
}

void Compiler::fault(std::string_view id,
                     const Node* at,
                     const std::string& message,
                     Severity severity) {
    Fault found{std::string(id), tree_ != nullptr ? tree_->name : page_, 0, 0, message, severity};
    if (at != nullptr) {
        found.line = at->line;
        found.column = at->column;
    }
    bool known = std::any_of(faults_.begin(), faults_.end(), [&](const Fault& f) {
        return f.file == found.file && f.line == found.line && f.column == found.column &&
               f.message == found.message;
    });
    if (!known) {
        faults_.push_back(std::move(found));
    }
}

const Tree* Compiler::find_tree(std::string_view name, const Node* at) {
    try {
        if (auto tree = trees_.find(name)) {
            bool kept = std::any_of(program_->trees.begin(),
                                    program_->trees.end(),
                                    [&](const auto& t) { return t == tree; });
            if (!kept) {
                program_->trees.push_back(tree);
            }
            return tree.get();
        }
    } catch (const TemplateError& error) {
        bool known = std::any_of(faults_.begin(), faults_.end(), [&](const Fault& f) {
            return f.text() == error.fault.text();
        });
        if (!known) {
            faults_.push_back(error.fault);
        }
        return nullptr;
    }
    fault("templates.E008", at, "no template '" + std::string(name) + "'");
    return nullptr;
}

/// A literal name, a list of them, or a choice between them.
bool Compiler::constant_name(const Node* node, std::vector<std::string_view>& names) {
    if (node->is_text_constant()) {
        names.push_back(node->constant.as_text());
        return true;
    }
    if (node->kind == NodeKind::List || node->kind == NodeKind::Tuple) {
        return std::all_of(node->items.begin(), node->items.end(), [&](const Node* n) {
            return constant_name(n, names);
        });
    }
    return false;
}

/// The file and its parents. Null when one cannot be used; the fault is noted.
std::unique_ptr<Chain> Compiler::link(const Tree* tree) {
    auto chain = std::make_unique<Chain>();
    const Tree* saved = tree_;
    while (tree != nullptr) {
        tree_ = tree;
        if (std::find(chain->trees.begin(), chain->trees.end(), tree) != chain->trees.end()) {
            fault("templates.E008", tree->extends, "templates extend each other in a circle");
            tree = nullptr;
            break;
        }
        chain->trees.push_back(tree);
        if (tree->extends == nullptr) {
            break;
        }
        std::vector<std::string_view> names;
        if (!constant_name(tree->extends->first, names) || names.size() != 1) {
            fault("templates.E008", tree->extends, "'extends' needs a literal name");
            tree = nullptr;
            break;
        }
        tree = find_tree(names.front(), tree->extends);
    }
    if (tree == nullptr) {
        tree_ = saved;
        return nullptr;
    }
    link_blocks(*chain);
    tree_ = saved;
    return chain;
}

void Compiler::link_blocks(Chain& chain) {
    for (std::size_t level = 0; level < chain.trees.size(); ++level) {
        for (const auto& [name, node] : chain.trees[level]->blocks) {
            chain.blocks[name].push_back({level, node});
        }
    }
    if (!options_.checked) {
        return;
    }
    // A block of a child that no parent places is never shown, unless another block of the chain
    // holds it.
    for (std::size_t level = 0; level + 1 < chain.trees.size(); ++level) {
        tree_ = chain.trees[level];
        for (const Node* node : tree_->body->items) {
            if (node->kind == NodeKind::Block && chain.blocks[node->name].back().level == level) {
                std::vector<std::string_view> known;
                for (std::size_t parent = level + 1; parent < chain.trees.size(); ++parent) {
                    for (const auto& block : chain.trees[parent]->blocks) {
                        known.push_back(block.first);
                    }
                }
                fault("templates.E007",
                      node,
                      "no parent template has a block '" + std::string(node->name) + "'" +
                          did_you_mean(find_similar(node->name, known)));
            }
        }
    }
}

bool Compiler::escapes(std::string_view file) const {
    if (!options_.checked) {
        return options_.autoescape;
    }
    return file.ends_with(".html") || file.ends_with(".htm") || file.ends_with(".xml") ||
           file.ends_with(".svg");
}

/// Runs the files from the most derived to the base; only the base writes.
void Compiler::compile_chain(Chain& chain, Scope* root) {
    auto saved_tree = std::exchange(tree_, nullptr);
    auto saved_scope = scope_;
    root->begins_frame = true;
    auto saved_conditions = std::exchange(conditions_, 0);
    auto saved_blocks = std::exchange(blocks_, {});
    auto saved_loops = std::exchange(loops_, {});
    bool saved_output = output_;
    bool saved_escape = autoescape_;
    bool saved_html = html_on_;
    chain_stack_.push_back({&chain, root});
    for (const Tree* tree : chain.trees) {
        tree_ = tree;
        autoescape_ = escapes(tree->name);
        html_on_ = options_.checked && autoescape_;
        output_ = saved_output;
        scope_ = new_scope(root);
        scope_->begins_frame = true;
        scope_->shared = root;
        prepare_names(tree->body);
        for (const Node* node : tree->body->items) {
            if (node == tree->extends) {
                output_ = false;  // text in front of the tag is written, as the original does
                continue;
            }
            statement(node);
        }
    }
    chain_stack_.pop_back();
    flush();
    tree_ = saved_tree;
    scope_ = saved_scope;
    conditions_ = saved_conditions;
    blocks_ = std::move(saved_blocks);
    loops_ = std::move(saved_loops);
    output_ = saved_output;
    autoescape_ = saved_escape;
    html_on_ = saved_html;
}

void Compiler::add_arguments(const CompileRequest& request) {
    for (std::size_t i = 0; i < request.arguments.size(); ++i) {
        const PageArgument& argument = request.arguments[i];
        std::string_view name = program_->arena.copy(argument.name);
        Symbol symbol;
        symbol.operand = undefined(name);
        symbol.type = argument.type;
        scope_->symbols[name] = symbol;
        program_->slots.push_back({name, symbol.operand, static_cast<int>(i), nullptr});
        argument_names_.push_back(argument.name);
    }
}

/// Each block as a function of its own: the top levels run first, for their imports and variables.
void Compiler::compile_fragments(const CompileRequest& request, Chain& chain) {
    for (const std::string& name : request.fragments) {
        auto found = chain.blocks.find(name);
        if (found == chain.blocks.end()) {
            std::vector<std::string_view> known;
            for (const auto& block : chain.blocks) {
                known.push_back(block.first);
            }
            tree_ = chain.trees.front();
            fault("templates.E019",
                  nullptr,
                  "page " + page_ + " has no block '" + name + "'" +
                      did_you_mean(find_similar(name, known)));
            continue;
        }
        Function& function = program_->functions.emplace_back();
        function.name = program_->arena.copy(name);
        Draft draft{.function = &function};
        draft_ = &draft;
        Scope* root = new_scope(scope_);
        html_ = {};
        output_ = false;
        compile_chain(chain, root);
        output_ = true;
        tree_ = chain.trees[found->second.front().level];
        inline_block(chain, root, root, found->first, 0, nullptr);
        flush();
        put(Op::End);
        draft_ = nullptr;
        program_->entries[name] = &function;
    }
}

void Compiler::check_unused() {
    for (const Slot& slot : program_->slots) {
        bool unused = slot.argument >= 0 && read_slots_.count(slot.operand) == 0;
        if (unused && options_.checked && options_.warn_unused) {
            faults_.push_back({"templates.E019",
                               program_->name,
                               0,
                               0,
                               "page " + page_ + " never reads '" + std::string(slot.name) + "'",
                               Severity::Warning});
        }
    }
}

std::unique_ptr<Program> Compiler::run(const CompileRequest& request) {
    program_ = std::make_unique<Program>();
    program_->name = request.file;
    page_ = request.page.empty() ? request.file : request.page;
    Function& main = program_->functions.emplace_back();
    main.name = program_->arena.copy(request.file);
    Draft draft{.function = &main};
    draft_ = &draft;
    globals_ = new_scope(nullptr);
    scope_ = new_scope(globals_);
    const Tree* tree = find_tree(request.file, nullptr);
    if (tree == nullptr) {
        return nullptr;
    }
    add_arguments(request);
    std::unique_ptr<Chain> chain = link(tree);
    if (chain == nullptr) {
        return nullptr;
    }
    compile_chain(*chain, new_scope(scope_));
    tree_ = chain->trees.back();
    html_on_ = options_.checked && escapes(tree_->name);
    check_page_end();
    tree_ = nullptr;
    put(Op::End);
    compile_fragments(request, *chain);
    check_unused();
    chains_.push_back(std::move(chain));
    program_->initial.assign(slots_.rbegin(), slots_.rend());
    return std::move(program_);
}

}  // namespace carafe::templates
