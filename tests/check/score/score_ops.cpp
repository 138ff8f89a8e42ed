// Every op under every mutation of its partials and of the sweep.
#include <fmt/format.h>

#include <riserun/check/subjects/check_op.hpp>
#include <riserun/check/subjects/points.hpp>
#include <riserun/core/ops.hpp>
#include <riserun/core/tape.hpp>
#include "tests/check/score/mutants.hpp"
#include "tests/check/score/mutation.hpp"
#include "tests/check/score/score.hpp"

namespace riserun::check::score {
namespace {

using namespace test;
using mutation::Engine;

Options quick(const Arguments& arguments) {
  return {.seed = arguments.seed,
          .points = arguments.long_form ? 256 : 64,
          .enough_wrong = 1,
          .kept_failures = 0};
}

struct EngineClass {
  const char* name;
  Engine engine;
};
constexpr EngineClass kSweep[] = {{"= for +=", Engine::assigned},
                                  {"accumulated twice", Engine::twice},
                                  {"into the wrong slot", Engine::wrong_slot},
                                  {"upstream gradient missing", Engine::no_upstream},
                                  {"zero_grad missing", Engine::no_zero_grad},
                                  {"tape not reset", Engine::slots_kept}};

// What holds of an op at all its points, to explain a mutation that changes nothing.
struct Facts {
  bool zero = true;      // every partial
  bool equal = true;     // all partials of a point
  bool constant = true;  // every partial of the same place in the list, at all points
  bool own_output = true, own_operand = true;  // the partial is the output, the operand
  bool output_one = true;  // y is 1 or the partial 0: a factor y changes nothing
  bool negative = false, beyond_4 = false, within_0_2 = false, within_1e4 = false;
};

Facts facts_of(const OpUnderTest& op, const Options& options) {
  Facts facts;
  const int operands = op.info.arity == kVariadic ? 3 : op.info.arity;
  std::vector<double> d(static_cast<std::size_t>(operands)), first;
  for (const std::vector<double>& x :
       sample_points(op.info, operands, options.points, Random(options.seed))) {
    const double y = op.forward(x);
    op.partials(x, y, d);
    if (first.empty()) first = d;
    facts.constant = facts.constant && d == first;
    for (std::size_t i = 0; i < d.size(); ++i) {
      const bool counts = d[i] != 0;
      facts.zero = facts.zero && !counts;
      facts.equal = facts.equal && d[i] == d[0];
      facts.own_output = facts.own_output && d[i] == y;
      facts.own_operand = facts.own_operand && d[i] == x[i];
      facts.output_one = facts.output_one && (!counts || y == 1);
      facts.negative |= counts && x[i] < 0;
      facts.beyond_4 |= counts && std::abs(x[i]) > 4;
      facts.within_0_2 |= counts && std::abs(x[i]) < 0.2;
      facts.within_1e4 |= counts && std::abs(x[i]) < 1e-4;
    }
  }
  return facts;
}

// Why a mutation cannot change anything in this op; empty where it may.
std::string lacks(const OpUnderTest& op, const Mutation& mutation) {
  if (mutation.needs == Needs::several_operands && op.info.arity == 1) return "one operand";
  if (mutation.needs == Needs::kink && op.info.edges[0].kind != EdgeKind::none) {
    bool kinks = false;
    for (const Edge& edge : op.info.edges) kinks |= edge.kind == EdgeKind::kink;
    if (!kinks) return "no kink";
  } else if (mutation.needs == Needs::kink) {
    return "no kink";
  }
  return "";
}

// The written reason of a mutation that changed nothing; empty where none holds.
std::string reason(const Mutation& mutation, const Facts& facts) {
  if (facts.zero) return "the slope is 0";
  switch (mutation.kind) {
    case Class::negative_only:
      if (!facts.negative) return "no slope there";
      break;
    case Class::beyond_4:
      if (!facts.beyond_4) return "no slope there";
      break;
    case Class::within_0_2:
      if (!facts.within_0_2) return "no slope there";
      break;
    case Class::within_1e4:
      if (!facts.within_1e4) return "no slope there";
      break;
    case Class::swapped:
    case Class::other_operand:
    case Class::reversed:
    case Class::shifted:
      if (facts.equal) return "equal partials";
      break;
    case Class::stale_value:
      if (facts.constant) return "constant slope";
      break;
    case Class::output:
      if (facts.own_output) return "it is its output";
      break;
    case Class::operand:
      if (facts.own_operand) return "it is its operand";
      break;
    case Class::times_output:
      if (facts.output_one) return "the output is 1";
      break;
    default:
      break;
  }
  return "";
}

Cell judged(bool changed, const OpReport& report, const std::string& why_not) {
  if (!changed) {
    if (why_not.empty()) return {Cell::State::error, "the mutation changed no gradient"};
    return {Cell::State::not_applicable, why_not};
  }
  return {is_wrong(report.verdict()) ? Cell::State::killed : Cell::State::survived, ""};
}

}  // namespace

const std::vector<OpUnderTest>& mutant_ops() {
  static const std::vector<OpUnderTest> ops = [] {
    std::vector<OpUnderTest> result;
    BuiltinOps::for_each([&]<class Op>() { result.push_back(under_test<Mutant<Op>>()); });
    return result;
  }();
  return ops;
}

std::vector<Row> op_rows(const Arguments& arguments) {
  const Options options = quick(arguments);
  std::vector<Facts> facts;
  for (const OpUnderTest& op : mutant_ops()) facts.push_back(facts_of(op, options));
  std::vector<Row> rows;
  for (const Mutation& one : kMutations) {
    Row row{one.name, "of an op's partials", {}};
    Options enough = options;
    const bool somewhere = one.kind == Class::negative_only || one.kind == Class::beyond_4 ||
                           one.kind == Class::within_0_2 || one.kind == Class::within_1e4;
    if (somewhere) enough.points = std::max(options.points, 160);  // enough of them are there
    for (std::size_t i = 0; i < mutant_ops().size(); ++i) {
      if (const std::string lack = lacks(mutant_ops()[i], one); !lack.empty()) {
        row.cells.push_back({Cell::State::not_applicable, lack});
        continue;
      }
      current = one;
      changed = 0;
      const OpReport report = check_op(mutant_ops()[i], enough);
      const bool applies = changed > 0;
      current = {};
      row.cells.push_back(judged(applies, report, reason(one, facts[i])));
    }
    rows.push_back(std::move(row));
  }
  for (const EngineClass& one : kSweep) {
    Row row{one.name, "of the sweep", {}};
    for (std::size_t i = 0; i < mutant_ops().size(); ++i) {
      mutation::engine = one.engine;
      mutation::changed = 0;
      const OpReport report = check_op(mutant_ops()[i], options);
      const bool applies = mutation::changed > 0;
      mutation::engine = Engine::none;
      Cell cell = judged(applies, report, "");
      if (cell.state == Cell::State::survived && facts[i].zero)  // g * 0 is 0, however it is added
        cell = {Cell::State::not_applicable, "the slope is 0"};
      row.cells.push_back(std::move(cell));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

int survivors(const Arguments& arguments, std::string& complaints) {
  int passed = 0;
  Options options = quick(arguments);
  options.kept_failures = 1;
  for (const OpUnderTest& op : mutant_ops()) {
    changed = 0;
    const OpReport report = check_op(op, options);
    const bool good = report.passed() && changed == 0 && mutation::changed >= 0;
    passed += good;
    if (!good) complaints += report.full();
  }
  return passed;
}

}  // namespace riserun::check::score
