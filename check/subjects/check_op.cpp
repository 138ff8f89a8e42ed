#include <riserun/check/subjects/check_op.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <riserun/base/errors.hpp>
#include <riserun/check/subjects/changes.hpp>
#include <riserun/check/subjects/edges.hpp>
#include <riserun/check/subjects/engine_check.hpp>
#include <riserun/check/subjects/extremes.hpp>
#include <riserun/check/subjects/op_point.hpp>
#include <riserun/check/subjects/points.hpp>
#include <riserun/check/subjects/second_derivative_check.hpp>
#include <riserun/check/subjects/tally.hpp>
#include <riserun/check/subjects/wrong_point.hpp>
#include <riserun/core/tape.hpp>

namespace riserun::check {
namespace {

constexpr int kShapePoints = 12;  // points at which the graph shapes are tried too
// Operands of a variadic op: the small ones get most of the points; the others surround the widths
// of vectorised bodies, whose tails go wrong alone.
constexpr std::array kSizes = {1, 2, 3, 8};
constexpr std::array kTailSizes = {4, 5, 6, 7, 9, 15, 16, 17, 31, 32, 33};
constexpr std::array kManyOperands = {255, 1000, 1023, 1024, 1025};
constexpr std::size_t kJudgedOneByOne = 8;  // of longer lists the ends, a few, and a direction
constexpr std::size_t kMostChanges = 6;     // a line, of the value and of the partial
constexpr int kMostNamed = 64;              // wrong points looked at for the likely mistake

// FNV-1a: the same points for an op alone and in a suite.
std::uint64_t hashed(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return hash;
}

// What is asked for, or the op's own accuracy where that is less.
Options options_of(const OpUnderTest& op, Options options) {
  options.rtol = std::max(options.rtol, op.rtol);
  options.atol = std::max(options.atol, op.atol);
  options.budget = std::max(options.budget, op.budget);
  // What is good to rtol alone has a slope that is good to some hundred times that.
  constexpr double kLost = 1000, kCoarsest = 1e-2;
  options.resolution = std::max(options.resolution, std::min(kLost * options.rtol, kCoarsest));
  options.validate();
  return options;
}

// The check of one op, step by step.
class OpCheck {
 public:
  OpCheck(const OpUnderTest& op, const Options& options, Pulse* pulse)
      : op_(op),
        options_(options_of(op, options)),
        pulse_(pulse),
        random_(Random(options.seed).stream(hashed(op.info.name))) {
    report_.name = op.info.name;
    report_.mathematics = op.info.mathematics;
    report_.variadic = op.info.arity == kVariadic;
    report_.seed = options.seed;
    for (int i = 0; i < (report_.variadic ? 1 : op.info.arity); ++i) tallies_.emplace_back(i);
  }

  OpReport run() {
    if (!has_facts()) return std::move(report_);
    check_edges();
    if (report_.variadic) {
      check_variadic();
    } else {
      const auto points = sample_points(op_.info, op_.info.arity, options_.points,
                                        random_.stream(1), Reach::ends_of_double);
      for (const std::vector<double>& x : points) check_point(x, options_.points);
      check_changes(points);
      find_missing_edges(op_, report_.gaps);
    }
    check_bends();
    for (std::size_t i = 0; i < tallies_.size(); ++i)
      report_.operands.push_back(tallies_[i].close(
          options_, report_.variadic ? "its operands" : fmt::format("operand {}", i),
          report_.gaps));
    if (stopped())
      report_.gaps.push_back(fmt::format("stopped after {} of about {} points", judged_,
                                         expected_points(op_, options_)));
    simplify();
    const auto likeliest =
        std::max_element(mistakes_.begin(), mistakes_.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (likeliest != mistakes_.end() && 2 * likeliest->second > named_)
      report_.mistake =
          fmt::format("{} ({} of {} wrong points)", likeliest->first, likeliest->second, named_);
    return std::move(report_);
  }

 private:
  // The kept wrong points, each made as simple as it stays wrong, without repetitions.
  void simplify() {
    std::vector<PointReport> kept;
    for (const PointReport& wrong : report_.wrong) {
      PointReport simple = simplest(op_, wrong, options_);
      const bool known = std::any_of(kept.begin(), kept.end(), [&](const PointReport& p) {
        return p.operand == simple.operand && p.at == simple.at;
      });
      if (!known) kept.push_back(std::move(simple));
    }
    report_.wrong = std::move(kept);
  }

  bool has_facts() {
    if (op_.info.name.empty()) report_.gaps.emplace_back("info has no name");
    const int declared = report_.variadic ? 1 : op_.info.arity;
    for (int i = 0; i < declared; ++i) {
      const Interval domain = domain_of(op_.info, i);
      if (!(domain.low < domain.high) || !std::isfinite(domain.low) || !std::isfinite(domain.high))
        report_.gaps.push_back(fmt::format("operand {}: info.domain [{}, {}] holds no interval", i,
                                           domain.low, domain.high));
    }
    return report_.gaps.empty();
  }

  void keep(PointReport point, std::span<const double> x, const EngineResult& engine,
            Tally& tally) {
    tally.add(point);
    ++judged_;
    if (pulse_ != nullptr) pulse_->points.fetch_add(1, std::memory_order_relaxed);
    if (is_wrong(point.verdict)) {
      ++wrong_;
      if (named_ < kMostNamed) {
        ++named_;
        const std::string name = name_mistake(op_, x, engine, point);
        if (!name.empty()) ++mistakes_[name];
      }
      if (static_cast<int>(report_.wrong.size()) < options_.kept_failures)
        report_.wrong.push_back(std::move(point));
    } else if (point.verdict == Verdict::inconclusive) {
      const bool first =
          std::none_of(report_.unclear.begin(), report_.unclear.end(),
                       [&](const PointReport& p) { return p.operand == point.operand; });
      if (first && report_.unclear.size() < 3) report_.unclear.push_back(std::move(point));
    }
  }

  void check_edges() {
    for (std::size_t e = 0; e < op_.info.edges.size(); ++e) {
      const Edge& edge = op_.info.edges[e];
      if (edge.kind == EdgeKind::none) continue;
      ++report_.edges;
      const auto operands = static_cast<std::size_t>(op_.info.operands_of(edge));
      const std::span<const double> x(edge.at.data(), operands);
      const EngineResult engine = through_engine(op_, x);
      if (operands == 0 && !same_number(engine.y, edge.y))
        report_.engine.push_back(
            fmt::format("of no operands: the value is {}, the declared one {}", engine.y, edge.y));
      for (std::size_t i = 0; i < operands; ++i) {
        const auto operand = static_cast<int>(i);
        keep(judge_edge(op_, static_cast<int>(e), operand, engine, options_), x, engine,
             tallies_[report_.variadic ? 0 : i]);
      }
      if (edge.kind == EdgeKind::kink) check_shapes(op_, x, engine, report_.engine);
    }
  }

  void check_point(const std::vector<double>& x, int of_points) {
    if (wrong_ >= options_.enough_wrong || stopped()) return;
    const int number = number_++;
    const EngineResult engine = through_engine(op_, x);
    check_upstream(op_, x, engine, random_, report_.engine);
    // Spread over all kinds of points.
    if (number % std::max(1, of_points / kShapePoints) == 0)
      check_shapes(op_, x, engine, report_.engine);
    for (std::size_t i : operands_to_judge(x.size())) {
      PointReport point = judge_op(op_, x, static_cast<int>(i), engine, options_);
      point.number = number;
      keep(std::move(point), x, engine, tallies_[report_.variadic ? 0 : i]);
    }
    if (x.size() > kMaxArity) check_direction(x, engine);
  }

  // Beside a jump of the op much is undecided; what counts is what is wrong.
  void check_beside_change(const std::vector<double>& x) {
    if (wrong_ >= options_.enough_wrong || stopped()) return;
    const EngineResult engine = through_engine(op_, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
      PointReport point = judge_op(op_, x, static_cast<int>(i), engine, options_);
      if (is_wrong(point.verdict)) keep(std::move(point), x, engine, tallies_[i]);
    }
  }

  // What the points straddle: along each operand, through one of them and, where the others matter,
  // through a second.
  void check_changes(const std::vector<std::vector<double>>& points) {
    if (points.empty()) return;
    for (int operand = 0; operand < op_.info.arity; ++operand) {
      std::vector<double> own;
      for (const std::vector<double>& x : points)
        own.push_back(x[static_cast<std::size_t>(operand)]);
      for (int line = 0; line < std::min(op_.info.arity, 2); ++line)
        for (const std::vector<double>& x :
             points_of_change(op_, tame_point(points), operand, own, kMostChanges))
          if (declared_edge(op_.info, x) < 0) check_beside_change(x);
    }
  }

  // One of the points, if possible one of ordinary numbers.
  const std::vector<double>& tame_point(const std::vector<std::vector<double>>& points) {
    constexpr int kTries = 100;
    const auto tame = [](double v) { return std::abs(v) > 1e-3 && std::abs(v) < 1e3; };
    const std::vector<double>* x = nullptr;
    for (int i = 0; i < kTries; ++i) {
      x = &points[random_.below(points.size())];
      if (std::all_of(x->begin(), x->end(), tame)) break;
    }
    return *x;
  }

  // All positions of a list at once.
  void check_direction(const std::vector<double>& x, const EngineResult& engine) {
    const PointReport along = judge_direction(op_, x, engine, options_, random_);
    if (is_wrong(along.verdict))
      report_.engine.push_back(
          fmt::format("along all {} operands at once: {}", x.size(), along.brief()));
  }

  [[nodiscard]] bool stopped() const {
    return pulse_ != nullptr && pulse_->stop.load(std::memory_order_relaxed);
  }

  // All of few; the first, the last two and one between of many.
  std::vector<std::size_t> operands_to_judge(std::size_t count) {
    if (count <= kJudgedOneByOne) {
      std::vector<std::size_t> all(count);
      for (std::size_t i = 0; i < count; ++i) all[i] = i;
      return all;
    }
    return {0, 1 + random_.below(count - 2), count - 2, count - 1};
  }

  void check_variadic() {
    check_no_operands();
    const int each = std::max(1, options_.points / (2 * static_cast<int>(kSizes.size())));
    for (int size : kSizes)
      for (const std::vector<double>& x :
           sample_points(op_.info, size, each, random_.stream(static_cast<std::uint64_t>(size)),
                         Reach::ends_of_double))
        if (admits(x)) check_point(x, options_.points / 2);
    for (int size : kTailSizes) check_length(size, std::max(2, each / 16));
    for (int size : kManyOperands) check_length(size, 1);
  }

  // The second derivatives, which are part of an op's promise too.
  void check_bends() {
    constexpr int kShare = 16;                    // of the points: they are the dearer ones
    constexpr std::uint64_t kStream = 1'000'000;  // no number of operands
    find_lost_nan(op_, report_.engine);
    if (stopped() || !options_.twin || (report_.variadic && !admits({1.0, 1.0, 1.0}))) return;
    check_second_derivatives(op_, options_.points / kShare, options_, random_.stream(kStream),
                             report_.engine, op_.builtin ? Digits::all : Digits::usual);
  }

  void check_length(int size, int count) {
    for (const std::vector<double>& x :
         sample_points(op_.info, size, count, random_.stream(static_cast<std::uint64_t>(size))))
      if (admits(x)) check_point(x, size <= kTailSizes.back() ? options_.points / 2 : 1);
  }

  // An op may refuse some numbers of operands.
  bool admits(const std::vector<double>& x) {
    try {
      static_cast<void>(op_.forward(x));
      return true;
    } catch (const Error&) {
      return false;
    }
  }

  void check_no_operands() {
    if (!admits({})) return;
    const EngineResult engine = through_engine(op_, {});
    const double expected = op_.forward({});
    if (!same_number(engine.y, expected))
      report_.engine.push_back(fmt::format("of no operands: the engine's value is {}, forward's {}",
                                           engine.y, expected));
  }

  const OpUnderTest& op_;
  const Options options_;
  Pulse* pulse_;
  Random random_;
  Tape tape_;
  OpReport report_;
  std::vector<Tally> tallies_;
  int number_ = 0;
  std::int64_t judged_ = 0;
  int wrong_ = 0;
  int named_ = 0;  // wrong points whose figures were looked at
  std::map<std::string, int> mistakes_;
};

}  // namespace

Verdict OpReport::verdict() const {
  Verdict worst = gaps.empty() ? Verdict::pass : Verdict::inconclusive;
  if (!engine.empty()) return Verdict::fail;
  for (const OperandReport& operand : operands) worst = std::max(worst, operand.verdict);
  return worst;
}

// What an op throws is its own verdict, and no end of the others'.
OpReport check_op(const OpUnderTest& op, const Options& options, Pulse* pulse) {
  options.validate();
  std::string what = "something that is no std::exception";
  try {
    return OpCheck(op, options, pulse).run();
  } catch (const std::exception& error) {
    what = error.what();
  } catch (...) {
  }
  OpReport report;
  report.name = op.info.name;
  report.mathematics = op.info.mathematics;
  report.variadic = op.info.arity == kVariadic;
  report.seed = options.seed;
  report.engine.push_back("it throws: " + what);
  return report;
}

std::int64_t expected_points(const OpUnderTest& op, const Options& options) {
  if (op.info.arity != kVariadic) return std::int64_t{options.points} * op.info.arity;
  std::int64_t operands = 0;
  for (int size : kSizes) operands += size;
  return options.points * operands / (2 * static_cast<int>(kSizes.size()));
}

PointReport check_op_at(const OpUnderTest& op, int operand, std::span<const double> at,
                        const Options& asked) {
  asked.validate();
  const Options options = options_of(op, asked);
  const bool fits = op.info.arity == kVariadic || op.info.arity == static_cast<int>(at.size());
  if (!fits)
    throw ConfigError(fmt::format("{} has {} operand{}, {} given", op.info.name, op.info.arity,
                                  op.info.arity == 1 ? "" : "s", at.size()));
  if (operand < 0 || operand >= static_cast<int>(at.size()))
    throw ConfigError(
        fmt::format("{} has no operand {}: they count from 0", op.info.name, operand));
  const Tape tape;
  const EngineResult engine = through_engine(op, at);
  const int edge = declared_edge(op.info, at);
  PointReport report = edge >= 0 ? judge_edge(op, edge, operand, engine, options)
                                 : judge_op(op, at, operand, engine, options);
  name_mistake(op, at, engine, report);
  return report;
}

}  // namespace riserun::check
