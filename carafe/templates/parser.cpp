// Long because a grammar is: expressions first, from the loosest operator to the tightest, then one
// function a statement.
#include "carafe/templates/parser.hpp"

#include "carafe/templates/fault.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <initializer_list>

namespace carafe::templates {

namespace {

constexpr int kMaxDepth = 150;  // nested brackets and tags: the parser recurses, the stack does not

class Parser {
  public:
    Parser(Tree& tree, Syntax syntax)
        : tree_(tree), lexer_(tree.name, tree.source, syntax, tree.arena) {
        advance();
    }

    void run() {
        tree_.body = parse_body({});
        for (Node* node : tree_.body->items) {
            if (node->kind == NodeKind::Extends) {
                if (tree_.extends != nullptr) {
                    fail(*node, "a template extends one other template only");
                }
                tree_.extends = node;
            }
        }
    }

  private:
    using EndTags = std::initializer_list<std::string_view>;

    // ------------------------------------------------------------ tokens

    void advance() {
        if (ahead_.empty()) {
            token_ = lexer_.next();
        } else {
            token_ = ahead_.front();
            ahead_.pop_front();
        }
    }

    const Token& peek() {
        if (ahead_.empty()) {
            ahead_.push_back(lexer_.next());
        }
        return ahead_.front();
    }

    bool skip_operator(std::string_view op) {
        bool found = token_.is(op);
        if (found) {
            advance();
        }
        return found;
    }

    bool skip_name(std::string_view name) {
        bool found = token_.is_name(name);
        if (found) {
            advance();
        }
        return found;
    }

    void expect(std::string_view op) {
        if (!skip_operator(op)) {
            fail("expected '" + std::string(op) + "', found " + token_.describe());
        }
    }

    std::string_view expect_name(std::string_view what = "a name") {
        if (token_.kind != TokenKind::Name) {
            fail("expected " + std::string(what) + ", found " + token_.describe());
        }
        std::string_view name = token_.text;
        advance();
        return name;
    }

    void expect_block_end() {
        if (token_.kind != TokenKind::BlockEnd) {
            fail("expected '%}', found " + token_.describe());
        }
        advance();
    }

    [[noreturn]] void fail(const std::string& message) const {
        throw TemplateError({"templates.E001", tree_.name, token_.line, token_.column, message});
    }

    [[noreturn]] void fail(const Node& at, const std::string& message) const {
        throw TemplateError({"templates.E001", tree_.name, at.line, at.column, message});
    }

    // ------------------------------------------------------------ nodes

    Node* make(NodeKind kind) { return make_at(kind, token_.line, token_.column); }

    Node* make_at(NodeKind kind, std::uint32_t line, std::uint32_t column) {
        return tree_.arena.make<Node>(Node{.kind = kind, .line = line, .column = column});
    }

    Node* make_like(NodeKind kind, const Node* place) {
        return make_at(kind, place->line, place->column);
    }

    Node* make_pair(NodeKind kind, Node* first, Node* second, std::string_view name = {}) {
        Node* node = make_like(kind, first);
        node->first = first;
        node->second = second;
        node->name = name;
        return node;
    }

    template <class T>
    std::span<T> keep(const std::vector<T>& list) {
        T* copy = tree_.arena.make_array<T>(list.size());
        std::copy(list.begin(), list.end(), copy);
        return {copy, list.size()};
    }

    /// Counts nesting while it lives.
    struct Level {
        explicit Level(Parser& of) : parser(of) {
            if (++of.depth_ > kMaxDepth) {
                of.fail("nested too deeply (more than " + std::to_string(kMaxDepth) + " levels)");
            }
        }

        ~Level() { --parser.depth_; }

        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        Parser& parser;
    };

    // ------------------------------------------------------------ expressions

    Node* parse_expression(bool with_condition = true) {
        Level level(*this);
        return with_condition ? parse_condition() : parse_or();
    }

    Node* parse_condition() {
        Node* value = parse_or();
        while (skip_name("if")) {
            Node* node = make_like(NodeKind::Condition, value);
            node->second = value;
            node->first = parse_or();
            if (skip_name("else")) {
                node->third = parse_expression();
            }
            value = node;
        }
        return value;
    }

    Node* parse_or() {
        Node* left = parse_and();
        while (skip_name("or")) {
            left = make_pair(NodeKind::Or, left, parse_and());
        }
        return left;
    }

    Node* parse_and() {
        Node* left = parse_not();
        while (skip_name("and")) {
            left = make_pair(NodeKind::And, left, parse_not());
        }
        return left;
    }

    Node* parse_not() {
        if (!token_.is_name("not")) {
            return parse_compare();
        }
        Level level(*this);
        Node* node = make(NodeKind::Not);
        advance();
        node->first = parse_not();
        return node;
    }

    std::string_view comparison_here() {
        static constexpr std::string_view kComparisons[] = {"==", "!=", "<", "<=", ">", ">="};
        if (token_.kind == TokenKind::Operator) {
            for (std::string_view op : kComparisons) {
                if (token_.text == op) {
                    return op;
                }
            }
        }
        if (token_.is_name("in")) {
            return "in";
        }
        if (token_.is_name("not") && peek().is_name("in")) {
            advance();
            return "not in";
        }
        return {};
    }

    Node* parse_compare() {
        Node* first = parse_sum();
        std::vector<Node*> items = {first};
        std::vector<std::string_view> operators;
        for (std::string_view op = comparison_here(); !op.empty(); op = comparison_here()) {
            advance();
            operators.push_back(op);
            items.push_back(parse_sum());
        }
        if (operators.empty()) {
            return first;
        }
        Node* node = make_like(NodeKind::Compare, first);
        node->items = keep(items);
        node->names = keep(operators);
        return node;
    }

    Node* parse_sum() {
        Node* left = parse_concat();
        while (token_.is("+") || token_.is("-")) {
            std::string_view op = token_.text;
            advance();
            left = make_pair(NodeKind::Binary, left, parse_concat(), op);
        }
        return left;
    }

    Node* parse_concat() {
        Node* first = parse_product();
        if (!token_.is("~")) {
            return first;
        }
        std::vector<Node*> items = {first};
        while (skip_operator("~")) {
            items.push_back(parse_product());
        }
        Node* node = make_like(NodeKind::Concat, first);
        node->items = keep(items);
        return node;
    }

    Node* parse_product() {
        Node* left = parse_power();
        while (token_.is("*") || token_.is("/") || token_.is("//") || token_.is("%")) {
            std::string_view op = token_.text;
            advance();
            left = make_pair(NodeKind::Binary, left, parse_power(), op);
        }
        return left;
    }

    Node* parse_power() {
        Node* left = parse_unary(true);
        while (token_.is("**")) {
            advance();
            left = make_pair(NodeKind::Binary, left, parse_unary(true), "**");
        }
        return left;
    }

    Node* parse_unary(bool with_filters) {
        Level level(*this);
        Node* node;
        if (token_.is("-") || token_.is("+")) {
            node = make(token_.is("-") ? NodeKind::Negate : NodeKind::Plus);
            advance();
            node->first = parse_unary(false);
        } else {
            node = parse_primary();
        }
        node = parse_postfix(node);
        return with_filters ? parse_filters(node) : node;
    }

    Node* parse_primary() {
        switch (token_.kind) {
            case TokenKind::Name:
                return parse_name();
            case TokenKind::String:
                return parse_strings();
            case TokenKind::Number: {
                Node* node = make(NodeKind::Constant);
                node->constant = token_.number;
                advance();
                return node;
            }
            default:
                break;
        }
        if (token_.is("(")) {
            advance();
            Node* node = parse_tuple({}, true);
            expect(")");
            return node;
        }
        if (token_.is("[")) {
            return parse_list();
        }
        if (token_.is("{")) {
            return parse_dict();
        }
        fail("expected an expression, found " + token_.describe());
    }

    Node* parse_name() {
        static constexpr std::array<std::pair<std::string_view, int>, 6> kWords = {
            {{"true", 1}, {"True", 1}, {"false", 0}, {"False", 0}, {"none", 2}, {"None", 2}}};
        Node* node = make(NodeKind::Name);
        node->name = token_.text;
        for (auto [word, meaning] : kWords) {
            if (token_.text == word) {
                node->kind = NodeKind::Constant;
                node->constant = meaning == 2 ? Value::none() : Value::boolean(meaning == 1);
            }
        }
        advance();
        return node;
    }

    /// Neighbouring literals join.
    Node* parse_strings() {
        Node* node = make(NodeKind::Constant);
        std::string_view text = token_.text;
        advance();
        if (token_.kind == TokenKind::String) {
            std::string joined(text);
            for (; token_.kind == TokenKind::String; advance()) {
                joined += token_.text;
            }
            text = tree_.arena.copy(joined);
        }
        node->constant = Value::text(text);
        return node;
    }

    Node* parse_list() {
        Node* node = make(NodeKind::List);
        advance();
        std::vector<Node*> items;
        while (!token_.is("]")) {
            items.push_back(parse_expression());
            if (!token_.is("]")) {
                expect(",");
            }
        }
        advance();
        node->items = keep(items);
        return node;
    }

    Node* parse_dict() {
        Node* node = make(NodeKind::Dict);
        advance();
        std::vector<Node*> items;
        while (!token_.is("}")) {
            items.push_back(parse_expression());
            expect(":");
            items.push_back(parse_expression());
            if (!token_.is("}")) {
                expect(",");
            }
        }
        advance();
        node->items = keep(items);
        return node;
    }

    bool at_tuple_end(EndTags end_names) {
        if (token_.kind == TokenKind::VariableEnd || token_.kind == TokenKind::BlockEnd ||
            token_.is(")")) {
            return true;
        }
        return std::any_of(end_names.begin(), end_names.end(), [&](std::string_view n) {
            return token_.is_name(n);
        });
    }

    /// One expression, or a tuple when commas follow. @param in_brackets  `()` is the empty tuple.
    Node* parse_tuple(EndTags end_names, bool in_brackets = false, bool with_condition = true) {
        Node* node = make(NodeKind::Tuple);
        std::vector<Node*> items;
        bool is_tuple = false;
        while (!at_tuple_end(end_names)) {
            items.push_back(parse_expression(with_condition));
            if (!token_.is(",")) {
                break;
            }
            is_tuple = true;
            advance();
        }
        if (!is_tuple) {
            if (!items.empty()) {
                return items.front();
            }
            if (!in_brackets) {
                fail("expected an expression, found " + token_.describe());
            }
        }
        node->items = keep(items);
        return node;
    }

    Node* parse_postfix(Node* node) {
        for (;;) {
            if (token_.is(".") || token_.is("[")) {
                node = parse_subscript(node);
            } else if (token_.is("(")) {
                node = parse_call(node);
            } else {
                return node;
            }
        }
    }

    Node* parse_filters(Node* node) {
        for (;;) {
            if (token_.is("|")) {
                node = parse_filter(node);
            } else if (token_.is_name("is")) {
                node = parse_test(node);
            } else if (token_.is("(")) {
                node = parse_call(node);
            } else {
                return node;
            }
        }
    }

    Node* parse_subscript(Node* object) {
        Node* node = make(NodeKind::Attribute);
        node->first = object;
        if (skip_operator(".")) {
            if (token_.kind == TokenKind::Number && token_.number.is(Kind::Int)) {
                node->kind = NodeKind::Item;
                node->second = make(NodeKind::Constant);
                node->second->constant = token_.number;
                advance();
            } else {
                node->name = expect_name("a name behind '.'");
            }
            return node;
        }
        expect("[");
        node->kind = NodeKind::Item;
        std::vector<Node*> keys;
        bool is_tuple = false;
        while (!token_.is("]")) {
            keys.push_back(parse_key());
            if (!token_.is("]")) {
                expect(",");
                is_tuple = true;
            }
        }
        if (keys.empty()) {
            fail("expected an index, found ']'");
        }
        advance();
        node->second = keys.front();
        if (is_tuple) {
            node->second = make_like(NodeKind::Tuple, object);
            node->second->items = keep(keys);
        }
        return node;
    }

    /// An index, or a slice start:stop:step with any part left out.
    Node* parse_key() {
        std::array<Node*, 3> parts{};
        std::size_t part = 0;
        Node* slice = make(NodeKind::Slice);
        while (part < 3) {
            if (token_.is(":")) {
                advance();
                ++part;
                if (part == 3) {
                    fail("a slice has at most three parts");
                }
                continue;
            }
            if (token_.is("]") || token_.is(",")) {
                break;
            }
            parts[part] = parse_expression();
            if (part == 0 && !token_.is(":")) {
                return parts[0];
            }
            if (!token_.is(":")) {
                break;
            }
        }
        slice->items = keep(std::vector<Node*>(parts.begin(), parts.end()));
        return slice;
    }

    void parse_arguments(Node* call) {
        Level level(*this);
        expect("(");
        std::vector<Node*> items;
        std::vector<std::string_view> names;
        while (!token_.is(")")) {
            if (skip_operator("*")) {
                call->second = parse_expression();
            } else if (skip_operator("**")) {
                call->third = parse_expression();
            } else if (token_.kind == TokenKind::Name && peek().is("=")) {
                names.push_back(token_.text);
                advance();
                advance();
                items.push_back(parse_expression());
            } else {
                if (!names.empty() || call->third != nullptr) {
                    fail("positional argument behind a named one");
                }
                items.push_back(parse_expression());
            }
            if (!token_.is(")")) {
                expect(",");
            }
        }
        advance();
        call->items = keep(items);
        call->names = keep(names);
    }

    Node* parse_call(Node* callee) {
        Node* node = make_like(NodeKind::Call, callee);
        node->first = callee;
        parse_arguments(node);
        return node;
    }

    std::string_view parse_dotted_name() {
        std::string_view name = expect_name();
        if (!token_.is(".")) {
            return name;
        }
        std::string dotted(name);
        while (skip_operator(".")) {
            dotted += '.';
            dotted += expect_name();
        }
        return tree_.arena.copy(dotted);
    }

    Node* parse_filter(Node* value) {
        expect("|");
        Node* node = make(NodeKind::Filter);
        node->first = value;
        node->name = parse_dotted_name();
        if (token_.is("(")) {
            parse_arguments(node);
        }
        return node;
    }

    /// A test takes the next bare token as its argument, unless that ends the test.
    bool test_argument_follows() {
        switch (token_.kind) {
            case TokenKind::String:
            case TokenKind::Number:
                return true;
            case TokenKind::Name:
                return !token_.is_name("else") && !token_.is_name("or") && !token_.is_name("and") &&
                       !token_.is_name("if");
            default:
                return token_.is("[") || token_.is("{");
        }
    }

    Node* parse_test(Node* value) {
        Node* node = make(NodeKind::Test);
        advance();
        bool negated = skip_name("not");
        node->first = value;
        node->name = parse_dotted_name();
        if (token_.is("(")) {
            parse_arguments(node);
        } else if (test_argument_follows()) {
            if (token_.is_name("is")) {
                fail("tests cannot be chained with 'is'");
            }
            node->items = keep(std::vector<Node*>{parse_postfix(parse_primary())});
        }
        if (!negated) {
            return node;
        }
        Node* inverse = make_like(NodeKind::Not, node);
        inverse->first = node;
        return inverse;
    }

    // ------------------------------------------------------------ bodies

    bool at_end_tag(EndTags ends) const {
        return std::any_of(
            ends.begin(), ends.end(), [&](std::string_view e) { return token_.is_name(e); });
    }

    /// Statements up to one of the end tags, whose name is then the current token.
    Node* parse_body(EndTags ends) {
        Level level(*this);
        Node* body = make(NodeKind::Body);
        std::vector<Node*> items;
        for (;;) {
            if (token_.kind == TokenKind::Text) {
                Node* text = make(NodeKind::Text);
                text->name = token_.text;
                items.push_back(text);
                advance();
            } else if (token_.kind == TokenKind::VariableBegin) {
                items.push_back(parse_print());
            } else if (token_.kind == TokenKind::BlockBegin) {
                advance();
                if (at_end_tag(ends)) {
                    break;
                }
                items.push_back(parse_statement());
                expect_block_end();
            } else {
                if (ends.size() != 0) {
                    fail_unclosed(*(ends.end() - 1));
                }
                break;
            }
        }
        body->items = keep(items);
        return body;
    }

    [[noreturn]] void fail_unclosed(std::string_view end) const {
        const OpenTag& tag = open_.back();
        fail("'" + std::string(tag.name) + "' opened at line " + std::to_string(tag.line) +
             " is not closed: expected '{% " + std::string(end) + " %}', found " +
             token_.describe());
    }

    /// Body between the current tag's end and one of `ends`; leaves the end tag's name as current
    /// token.
    Node* parse_inner(EndTags ends) {
        expect_block_end();
        return parse_body(ends);
    }

    /// Like parse_inner with one end tag, which is taken.
    Node* parse_until(std::string_view end) {
        Node* body = parse_inner({end});
        advance();
        return body;
    }

    Node* parse_print() {
        Node* node = make(NodeKind::Print);
        advance();
        node->first = parse_tuple({});
        if (token_.kind != TokenKind::VariableEnd) {
            fail("expected '}}', found " + token_.describe());
        }
        advance();
        return node;
    }

    // ------------------------------------------------------------ statements

    using StatementParser = Node* (Parser::*)();

    static StatementParser find_statement(std::string_view tag) {
        struct Entry {
            std::string_view tag;
            StatementParser parse;
        };

        static constexpr Entry kStatements[] = {
            {"if", &Parser::parse_if},
            {"for", &Parser::parse_for},
            {"set", &Parser::parse_set},
            {"block", &Parser::parse_block},
            {"extends", &Parser::parse_extends},
            {"include", &Parser::parse_include},
            {"import", &Parser::parse_import},
            {"from", &Parser::parse_from},
            {"macro", &Parser::parse_macro},
            {"call", &Parser::parse_call_block},
            {"filter", &Parser::parse_filter_block},
            {"with", &Parser::parse_with},
            {"autoescape", &Parser::parse_autoescape},
            {"do", &Parser::parse_do},
            {"print", &Parser::parse_print_tag},
            {"break", &Parser::parse_jump},
            {"continue", &Parser::parse_jump},
            {"trans", &Parser::parse_trans},
            {"debug", &Parser::parse_debug},
        };
        for (const Entry& entry : kStatements) {
            if (entry.tag == tag) {
                return entry.parse;
            }
        }
        return nullptr;
    }

    /// The statement whose name is the current token, up to but without its '%}'.
    Node* parse_statement() {
        if (token_.kind != TokenKind::Name) {
            fail("expected the name of a tag, found " + token_.describe());
        }
        StatementParser parse = find_statement(token_.text);
        if (parse == nullptr) {
            fail_unknown_tag();
        }
        Level level(*this);
        open_.push_back({token_.text, token_.line});
        Node* node = (this->*parse)();
        open_.pop_back();
        return node;
    }

    [[noreturn]] void fail_unknown_tag() const {
        std::string message = "unknown tag '" + std::string(token_.text) + "'";
        if (!open_.empty()) {
            message += "; '" + std::string(open_.back().name) + "' of line " +
                       std::to_string(open_.back().line) + " is still open";
        }
        fail(message);
    }

    Node* begin_statement(NodeKind kind) {
        Node* node = make(kind);
        advance();
        return node;
    }

    Node* parse_if() {
        Node* node = begin_statement(NodeKind::If);
        Node* current = node;
        for (;;) {
            current->first = parse_tuple({}, false, false);
            current->second = parse_inner({"elif", "else", "endif"});
            if (!token_.is_name("elif")) {
                break;
            }
            current->third = make(NodeKind::If);
            current = current->third;
            advance();
        }
        if (skip_name("else")) {
            current->third = parse_inner({"endif"});
        }
        advance();
        return node;
    }

    Node* parse_target(EndTags ends = {}, bool with_namespace = false) {
        Node* target = with_namespace && token_.kind == TokenKind::Name && peek().is(".")
                           ? parse_namespace_target()
                           : parse_target_item(with_namespace);
        if (!token_.is(",")) {
            return target;
        }
        std::vector<Node*> items = {target};
        while (skip_operator(",")) {
            bool ended = at_tuple_end(ends) || token_.is("=");
            if (ended) {
                break;
            }
            items.push_back(parse_target_item(with_namespace));
        }
        Node* tuple = make_like(NodeKind::Tuple, target);
        tuple->items = keep(items);
        return tuple;
    }

    Node* parse_namespace_target() {
        Node* node = make(NodeKind::Attribute);
        node->first = parse_name();
        expect(".");
        node->name = expect_name();
        return node;
    }

    Node* parse_target_item(bool with_namespace) {
        if (skip_operator("(")) {
            Node* inner = parse_target({}, with_namespace);
            expect(")");
            return inner;
        }
        if (with_namespace && token_.kind == TokenKind::Name && peek().is(".")) {
            return parse_namespace_target();
        }
        Node* name = token_.kind == TokenKind::Name ? parse_name() : nullptr;
        if (name == nullptr) {
            fail("expected a name to assign to, found " + token_.describe());
        }
        if (name->kind != NodeKind::Name) {
            fail(*name, "cannot assign to '" + std::string(name->name) + "'");
        }
        return name;
    }

    Node* parse_for() {
        Node* node = begin_statement(NodeKind::For);
        node->first = parse_target({"in"});
        if (!skip_name("in")) {
            fail("expected 'in', found " + token_.describe());
        }
        node->second = parse_tuple({"recursive"}, false, false);
        if (skip_name("if")) {
            node->third = parse_expression();
        }
        node->flag = skip_name("recursive");
        ++loops_;
        Node* body = parse_inner({"else", "endfor"});
        --loops_;
        Node* otherwise = skip_name("else") ? parse_inner({"endfor"}) : nullptr;
        advance();
        node->items = keep(std::vector<Node*>{body, otherwise});
        return node;
    }

    Node* parse_set() {
        Node* node = begin_statement(NodeKind::Set);
        node->first = parse_target({}, true);
        if (skip_operator("=")) {
            node->second = parse_tuple({});
            return node;
        }
        node->kind = NodeKind::SetBlock;
        node->third = token_.is("|") ? parse_filters(nullptr) : nullptr;
        node->second = parse_until("endset");
        return node;
    }

    Node* parse_with() {
        Node* node = begin_statement(NodeKind::With);
        std::vector<Node*> items;
        while (token_.kind != TokenKind::BlockEnd) {
            if (!items.empty()) {
                expect(",");
            }
            items.push_back(parse_target_item(false));
            expect("=");
            items.push_back(parse_expression());
        }
        node->items = keep(items);
        node->second = parse_until("endwith");
        return node;
    }

    Node* parse_block() {
        Node* node = begin_statement(NodeKind::Block);
        node->name = expect_name("the name of a block");
        node->flag = skip_name("scoped");
        node->other_flag = skip_name("required");
        if (token_.is("-")) {
            fail("block names have no hyphen: use '_'");
        }
        if (!tree_.blocks.emplace(node->name, node).second) {
            throw TemplateError(
                {"templates.E007",
                 tree_.name,
                 node->line,
                 node->column,
                 "block '" + std::string(node->name) + "' is defined twice in this file"});
        }
        int loops = std::exchange(loops_, 0);
        node->second = parse_until("endblock");
        loops_ = loops;
        if (token_.kind == TokenKind::Name && !skip_name(node->name)) {
            fail("'endblock " + std::string(token_.text) + "' closes block '" +
                 std::string(node->name) + "'");
        }
        if (node->other_flag) {
            check_required(*node);
        }
        return node;
    }

    void check_required(const Node& block) const {
        for (const Node* item : block.second->items) {
            bool blank = item->kind == NodeKind::Text &&
                         item->name.find_first_not_of(" \t\n\r") == item->name.npos;
            if (!blank) {
                fail(*item, "a required block may hold comments and blanks only");
            }
        }
    }

    Node* parse_extends() {
        Node* node = begin_statement(NodeKind::Extends);
        if (open_.size() > 1) {
            fail(*node, "'extends' stands at the top level of a file");
        }
        node->first = parse_expression();
        return node;
    }

    /// "with context" or "without context" behind an import or include.
    bool parse_context(bool otherwise) {
        bool with = token_.is_name("with");
        bool without = token_.is_name("without");
        if ((!with && !without) || !peek().is_name("context")) {
            return otherwise;
        }
        advance();
        advance();
        return with;
    }

    Node* parse_include() {
        Node* node = begin_statement(NodeKind::Include);
        node->first = parse_expression();
        if (token_.is_name("ignore") && peek().is_name("missing")) {
            advance();
            advance();
            node->other_flag = true;
        }
        node->flag = parse_context(true);
        return node;
    }

    Node* parse_import() {
        Node* node = begin_statement(NodeKind::Import);
        node->first = parse_expression();
        if (!skip_name("as")) {
            fail("expected 'as', found " + token_.describe());
        }
        node->name = expect_name();
        node->flag = parse_context(false);
        return node;
    }

    Node* parse_from() {
        Node* node = begin_statement(NodeKind::FromImport);
        node->first = parse_expression();
        if (!skip_name("import")) {
            fail("expected 'import', found " + token_.describe());
        }
        std::vector<std::string_view> names;
        while (token_.kind == TokenKind::Name) {
            bool is_context =
                (token_.is_name("with") || token_.is_name("without")) && peek().is_name("context");
            if (is_context) {
                break;
            }
            std::string_view name = expect_name();
            if (name.starts_with('_')) {
                fail("names starting with '_' cannot be imported");
            }
            names.push_back(name);
            names.push_back(skip_name("as") ? expect_name() : name);
            if (!skip_operator(",")) {
                break;
            }
        }
        if (names.empty()) {
            fail("expected a name to import, found " + token_.describe());
        }
        node->flag = parse_context(false);
        node->names = keep(names);
        return node;
    }

    void parse_parameters(Node* node) {
        std::vector<std::string_view> names;
        std::vector<Node*> defaults;
        expect("(");
        while (!token_.is(")")) {
            if (!names.empty()) {
                expect(",");
                if (token_.is(")")) {
                    break;
                }
            }
            names.push_back(expect_name("the name of a parameter"));
            if (skip_operator("=")) {
                defaults.push_back(parse_expression());
            } else {
                if (!defaults.empty() && defaults.back() != nullptr) {
                    fail("parameter '" + std::string(names.back()) +
                         "' without default behind one with a default");
                }
                defaults.push_back(nullptr);
            }
        }
        advance();
        node->names = keep(names);
        node->items = keep(defaults);
    }

    Node* parse_macro() {
        Node* node = begin_statement(NodeKind::Macro);
        node->name = expect_name("the name of a macro");
        parse_parameters(node);
        int loops = std::exchange(loops_, 0);
        node->second = parse_until("endmacro");
        loops_ = loops;
        return node;
    }

    Node* parse_call_block() {
        Node* node = begin_statement(NodeKind::CallBlock);
        node->name = "caller";
        if (token_.is("(")) {
            parse_parameters(node);
        }
        node->first = parse_expression();
        if (node->first->kind != NodeKind::Call) {
            fail(*node, "expected a call behind 'call'");
        }
        int loops = std::exchange(loops_, 0);
        node->second = parse_until("endcall");
        loops_ = loops;
        return node;
    }

    Node* parse_filter_block() {
        Node* node = begin_statement(NodeKind::FilterBlock);
        Node* filter = make(NodeKind::Filter);
        filter->name = parse_dotted_name();
        if (token_.is("(")) {
            parse_arguments(filter);
        }
        node->first = parse_filters(filter);
        node->second = parse_until("endfilter");
        return node;
    }

    Node* parse_autoescape() {
        Node* node = begin_statement(NodeKind::Autoescape);
        node->first = parse_expression();
        node->second = parse_until("endautoescape");
        return node;
    }

    Node* parse_do() {
        Node* node = begin_statement(NodeKind::Do);
        node->first = parse_tuple({});
        return node;
    }

    Node* parse_print_tag() {
        Node* node = begin_statement(NodeKind::Print);
        node->first = parse_tuple({});
        return node;
    }

    Node* parse_jump() {
        if (loops_ == 0) {
            fail("'" + std::string(token_.text) + "' outside a loop");
        }
        return begin_statement(token_.is_name("break") ? NodeKind::Break : NodeKind::Continue);
    }

    Node* parse_debug() { return begin_statement(NodeKind::Debug); }

    // {% trans count=n, name=x %}one{% pluralize %}many{% endtrans %}
    Node* parse_trans() {
        Node* node = begin_statement(NodeKind::Trans);
        std::vector<Node*> values;
        std::vector<std::string_view> names;
        while (token_.kind != TokenKind::BlockEnd) {
            if (!names.empty()) {
                expect(",");
            }
            Node* name = make(NodeKind::Name);
            name->name = expect_name();
            if (names.empty() && (name->name == "trimmed" || name->name == "notrimmed") &&
                !token_.is("=")) {
                node->flag = name->name == "trimmed";
                continue;
            }
            names.push_back(name->name);
            values.push_back(skip_operator("=") ? parse_expression() : name);
        }
        node->first = parse_inner({"pluralize", "endtrans"});
        node->third = values.empty() ? nullptr : values.front();
        if (skip_name("pluralize")) {
            if (token_.kind == TokenKind::Name) {
                node->third = parse_plural_count(names, values);
            }
            node->second = parse_inner({"endtrans"});
        }
        advance();
        node->items = keep(values);
        node->names = keep(names);
        return node;
    }

    Node* parse_plural_count(const std::vector<std::string_view>& names,
                             const std::vector<Node*>& values) {
        std::string_view wanted = expect_name();
        auto found = std::find(names.begin(), names.end(), wanted);
        if (found == names.end()) {
            fail("unknown variable '" + std::string(wanted) + "' for pluralize");
        }
        return values[static_cast<std::size_t>(found - names.begin())];
    }

    struct OpenTag {
        std::string_view name;
        std::uint32_t line;
    };

    Tree& tree_;
    Lexer lexer_;
    Token token_;
    std::deque<Token> ahead_;
    std::vector<OpenTag> open_;
    int depth_ = 0;
    int loops_ = 0;
};

}  // namespace

std::string with_plain_newlines(std::string_view source) {
    std::string plain;
    plain.reserve(source.size());
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] == '\r') {
            plain += '\n';
            i += i + 1 < source.size() && source[i + 1] == '\n' ? 1u : 0u;
        } else {
            plain += source[i];
        }
    }
    return plain;
}

std::unique_ptr<Tree> parse(std::string_view name, std::string_view source, Syntax syntax) {
    auto tree = std::make_unique<Tree>();
    tree->name = name;
    tree->source = with_plain_newlines(source);
    Parser(*tree, syntax).run();
    return tree;
}

}  // namespace carafe::templates
