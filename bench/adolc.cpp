// ADOL-C: a tape recorded anew for every evaluation, or recorded once and replayed. Replaying is
// possible where control flow does not depend on the numbers.
#include <adolc/adolc.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/expression.hpp"
#include "bench/mixed/program.hpp"
#include "bench/mlp_problem.hpp"
#include "bench/peers.hpp"

// Beside adouble, where templates find it.
static adouble relu(const adouble& x) { return fmax(x, 0.0); }

namespace bench {

namespace {

/// How a tape comes to be.
enum class Taping { each_time, once };

std::string describe(Taping taping) {
  return taping == Taping::once ? "ADOL-C, recorded once, replayed" : "ADOL-C, recorded each time";
}

/// A function of independent numbers, and of data that is no independent: what ADOL-C calls
/// parameters of the tape.
class Traced {
 public:
  using Independents = std::vector<adouble>;
  /// `function` marks its data with mkparam, in order.
  using Function = std::function<adouble(const Independents& x, const std::vector<double>& data)>;

  /// `ops`: at least how many operations the function does, so that the tape fits its buffers and
  /// none goes to disk.
  Traced(std::size_t independents, std::size_t ops, Taping taping, Function function)
      : taping_(taping),
        buffer_(static_cast<unsigned int>(4 * ops + 1024)),
        function_(std::move(function)),
        x_(independents),
        tag_(next_tag_++),
        gradient_(independents) {}

  /// The value; gradient() is its gradient.
  double operator()(const double* x, const std::vector<double>& data) {
    const auto n = static_cast<int>(x_.size());
    double y = 0, one = 1;
    if (taping_ == Taping::each_time || !recorded_) {
      trace_on(tag_, 1, buffer_, buffer_, buffer_, buffer_, 0);
      for (std::size_t i = 0; i < x_.size(); ++i) x_[i] <<= x[i];
      function_(x_, data) >>= y;
      trace_off();
      recorded_ = true;
    } else {
      if (!data.empty()) set_param_vec(tag_, data.size(), const_cast<double*>(data.data()));
      zos_forward(tag_, 1, n, 1, x, &y);
    }
    fos_reverse(tag_, 1, n, &one, gradient_.data());
    return y;
  }
  [[nodiscard]] const std::vector<double>& gradient() const { return gradient_; }

 private:
  static inline short next_tag_ = 1;
  Taping taping_;
  unsigned int buffer_;
  Function function_;
  Independents x_;
  short tag_;
  bool recorded_ = false;
  std::vector<double> gradient_;
};

class AdolcMlp final : public Contestant {
 public:
  AdolcMlp(const MlpProblem& problem, Taping taping)
      : Contestant(describe(taping), MlpProblem::kBatch),
        problem_(problem),
        point_(problem.parameters.size(), 3 * problem.parameters.size(), taping,
               [this](const auto& w, const auto& data) { return loss(w, data); }),
        gradient_(problem.parameters.size()) {}

  void step(std::size_t number) override {
    gradient_.assign(gradient_.size(), 0.0);
    loss_ = 0;
    const std::size_t first = problem_.first_point(number);
    for (std::size_t p = first; p < first + MlpProblem::kBatch; ++p) {
      // The inputs, then the target: -1 or 1 for the hinge, one number a class for softmax.
      data_.assign(problem_.point(p).begin(), problem_.point(p).end());
      const int label = problem_.labels[p];
      if (problem_.loss == Loss::hinge)
        data_.push_back(label == 1 ? 1.0 : -1.0);
      else
        for (std::size_t o = 0; o < problem_.sizes.back(); ++o)
          data_.push_back(static_cast<int>(o) == label ? 1.0 : 0.0);
      loss_ += point_(problem_.parameters.data(), data_);
      for (std::size_t k = 0; k < gradient_.size(); ++k) gradient_[k] += point_.gradient()[k];
    }
  }

  std::vector<double> result() override {
    std::vector<double> all{loss_};
    all.insert(all.end(), gradient_.begin(), gradient_.end());
    return all;
  }

 private:
  adouble loss(const Traced::Independents& w, const std::vector<double>& data) {
    const std::size_t inputs = problem_.inputs();
    std::vector<adouble> x, y;
    std::size_t next = 0;
    for (std::size_t l = 0; l + 1 < problem_.sizes.size(); ++l) {
      const std::size_t in = problem_.sizes[l], out = problem_.sizes[l + 1];
      y.clear();
      for (std::size_t o = 0; o < out; ++o) y.push_back(w[next + in * out + o]);
      const auto add = [&](std::size_t i, const auto& xi) {
        for (std::size_t o = 0; o < out; ++o) y[o] += w[next + i * out + o] * xi;
      };
      for (std::size_t i = 0; i < in; ++i) {
        if (l == 0)
          add(i, mkparam(data[i]));
        else
          add(i, x[i]);
      }
      next += (in + 1) * out;
      if (l + 2 < problem_.sizes.size())
        for (adouble& value : y) value = relu(value);
      x.swap(y);
    }
    if (problem_.loss == Loss::hinge) return relu(1 - mkparam(data[inputs]) * x[0]);
    adouble largest = x[0], sum = 0.0, right = 0.0;
    for (std::size_t o = 1; o < x.size(); ++o) largest = fmax(largest, x[o]);
    for (std::size_t o = 0; o < x.size(); ++o) {
      sum += exp(x[o] - largest);
      right += mkparam(data[inputs + o]) * x[o];
    }
    return log(sum) + largest - right;
  }

  const MlpProblem& problem_;
  Traced point_;
  std::vector<double> gradient_, data_;
  double loss_ = 0;
};

class AdolcExpression final : public Contestant {
 public:
  explicit AdolcExpression(Taping taping)
      : Contestant(describe(taping), kExpressions),
        traced_(2, 50, taping, [](const auto& x, const auto&) { return expression(x[0], x[1]); }) {}

  void step(std::size_t number) override {
    result_[0] = 0;
    for (std::size_t i = 0; i < kExpressions; ++i) {
      const auto [a, b] = expression_inputs(number, i);
      const double x[]{a, b};
      result_[0] += traced_(x, {});
      result_[1 + 2 * i] = traced_.gradient()[0];
      result_[2 + 2 * i] = traced_.gradient()[1];
    }
  }
  std::vector<double> result() override { return result_; }

 private:
  Traced traced_;
  std::vector<double> result_ = std::vector<double>(1 + 2 * kExpressions);
};

class AdolcMixed final : public Contestant {
 public:
  explicit AdolcMixed(Taping taping)
      : Contestant(describe(taping), mixed::kOps),
        traced_(mixed::kVariables, 2 * mixed::kOps, taping, [](const auto& x, const auto&) {
          return mixed::run<adouble>([&x](std::size_t k) -> const adouble& { return x[k]; });
        }) {
    for (std::size_t step = 0; step < 2; ++step) variables_[step] = mixed::make_variables(step);
  }

  void step(std::size_t number) override { sum_ = traced_(variables_[number % 2].data(), {}); }
  std::vector<double> result() override {
    std::vector<double> all{sum_};
    all.insert(all.end(), traced_.gradient().begin(), traced_.gradient().end());
    return all;
  }

 private:
  std::array<std::vector<double>, 2> variables_;
  Traced traced_;
  double sum_ = 0;
};

template <class OneContestant, class... Arguments>
void add_both(Workload& workload, const Arguments&... arguments) {
  workload.contestants.push_back(std::make_unique<OneContestant>(arguments..., Taping::once));
  workload.contestants.push_back(std::make_unique<OneContestant>(arguments..., Taping::each_time));
}

}  // namespace

void add_adolc(Workload& workload, const MlpProblem& problem) {
  add_both<AdolcMlp>(workload, problem);
}
void add_adolc_expression(Workload& workload) { add_both<AdolcExpression>(workload); }
void add_adolc_mixed(Workload& workload) { add_both<AdolcMixed>(workload); }

}  // namespace bench
