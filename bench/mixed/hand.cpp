// The program on plain numbers, alone and with an adjoint written by hand: the forward pass keeps
// every result and the cosine beside each sine, the reverse is straight-line code too, and
// gradients live in a window that stays in the first cache.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "bench/mixed/contestants.hpp"
#include "bench/mixed/program.hpp"

namespace bench::mixed {

namespace {

constexpr std::size_t kSines = std::count_if(kProgram.begin(), kProgram.end(),
                                             [](Instruction i) { return i.code == Code::sin; });
constexpr std::size_t sine_number(std::size_t place) {
  return std::count_if(kProgram.begin(), kProgram.begin() + place,
                       [](Instruction i) { return i.code == Code::sin; });
}

// As compute, and keeps what the reverse needs besides the results.
template <std::size_t I>
[[gnu::always_inline]] inline void forward(double* r, double x, double* cosines) {
  compute<I>(r, x);
  if constexpr (I > 0 && kProgram[I].code == Code::sin)
    cosines[sine_number(I)] = std::cos(r[kWindow + I - kProgram[I].a]);
}

// Hands the gradient of place I on. g is zero beyond what has been handed on so far.
template <std::size_t I>
[[gnu::always_inline]] inline void reverse(const double* r, const double* cosines, double* g,
                                           double& dx) {
  constexpr Instruction kDo = kProgram[I];
  constexpr std::size_t a = kWindow + I - kDo.a, b = kWindow + I - kDo.b, y = kWindow + I;
  const double gy = g[y];
  if constexpr (I == 0) {
    g[a] += gy;
    dx = gy;
  } else if constexpr (kDo.code == Code::add) {
    g[a] += gy;
    g[b] += gy;
  } else if constexpr (kDo.code == Code::subtract) {
    g[a] += gy;
    g[b] -= gy;
  } else if constexpr (kDo.code == Code::multiply) {
    g[a] += gy * r[b];
    g[b] += gy * r[a];
  } else if constexpr (kDo.code == Code::divide) {
    const double scaled = gy / r[b];
    g[a] += scaled;
    g[b] -= scaled * r[y];
  } else if constexpr (kDo.code == Code::exp) {
    g[a] += gy * r[y];
  } else if constexpr (kDo.code == Code::log) {
    g[a] += gy / r[a];
  } else if constexpr (kDo.code == Code::tanh) {
    g[a] += gy * (1 - r[y] * r[y]);
  } else {
    g[a] += gy * cosines[sine_number(I)];
  }
}

template <std::size_t... I>
[[gnu::always_inline]] inline void forward_pass(double* r, double x, double* cosines,
                                                std::index_sequence<I...>) {
  (forward<I>(r, x, cosines), ...);
}
template <std::size_t... I>
[[gnu::always_inline]] inline void reverse_pass(const double* r, const double* cosines, double* g,
                                                double& dx, std::index_sequence<I...>) {
  (reverse<kBlock - 1 - I>(r, cosines, g, dx), ...);
}

// The memory of `passes` passes.
class Adjoint {
 public:
  explicit Adjoint(std::size_t passes)
      : passes_(passes), results_(kWindow + passes * kBlock), cosines_(passes * kSines) {}

  /// The sum for a window and a variable a pass; `on_gradient(k, dx)` is told the gradient by each
  /// of the variables, `on_window(g)` those of the window.
  template <class OnGradient, class OnWindow>
  double run(const double* window, const double* x, const OnGradient& on_gradient,
             const OnWindow& on_window) {
    double* const r = results_.data();
    std::copy_n(window, kWindow, r);
    double sum = 0;
    for (std::size_t p = 0; p < passes_; ++p) {
      forward_pass(r + p * kBlock, x[p], &cosines_[p * kSines], std::make_index_sequence<kBlock>());
      sum += r[(p + 1) * kBlock + kWindow - 1];
    }
    std::array<double, kWindow + kBlock> g{};
    for (std::size_t p = passes_; p-- > 0;) {
      g.back() += 1;
      double dx;
      reverse_pass(r + p * kBlock, &cosines_[p * kSines], g.data(), dx,
                   std::make_index_sequence<kBlock>());
      on_gradient(p, dx);
      // The window of this pass is the end of the one before.
      std::copy_n(g.begin(), kWindow, g.begin() + kBlock);
      std::fill_n(g.begin(), kBlock, 0.0);
    }
    on_window(g.data() + kBlock);
    return sum;
  }

 private:
  std::size_t passes_;
  std::vector<double> results_, cosines_;
};

class HandAdjoint final : public Contestant {
 public:
  HandAdjoint() : Contestant("hand", kOps) {
    for (std::size_t step = 0; step < 2; ++step) variables_[step] = make_variables(step);
  }

  void step(std::size_t number) override {
    const double* const x = variables_[number % 2].data();
    sum_ = adjoint_.run(
        x, x + kWindow, [&](std::size_t p, double dx) { dx_[kWindow + p] = dx; },
        [&](const double* g) { std::copy_n(g, kWindow, dx_.begin()); });
  }

  std::vector<double> result() override {
    std::vector<double> all{sum_};
    all.insert(all.end(), dx_.begin(), dx_.end());
    return all;
  }

 private:
  std::array<std::vector<double>, 2> variables_;
  Adjoint adjoint_{kPasses};
  std::vector<double> dx_ = std::vector<double>(kVariables);
  double sum_ = 0;
};

class HandAdjointOfPoints final : public Contestant {
 public:
  HandAdjointOfPoints() : Contestant("hand", kBatch * kShortPasses * (kBlock + 1)) {
    for (std::size_t i = 0; i < kBatch; ++i) points_.push_back(make_variables(i));
  }

  void step(std::size_t number) override {
    const double* const x = points_[number % kBatch].data() + kWindow;
    std::fill(dx_.begin(), dx_.end(), 0.0);
    sum_ = 0;
    for (const std::vector<double>& point : points_)
      sum_ += adjoint_.run(
          point.data(), x, [&](std::size_t p, double dx) { dx_[p] += dx; }, [](const double*) {});
  }

  std::vector<double> result() override {
    std::vector<double> all{sum_};
    all.insert(all.end(), dx_.begin(), dx_.end());
    return all;
  }

 private:
  std::vector<std::vector<double>> points_;
  Adjoint adjoint_{kShortPasses};
  std::vector<double> dx_ = std::vector<double>(kShortPasses);
  double sum_ = 0;
};

class ForwardAlone final : public Contestant {
 public:
  ForwardAlone() : Contestant("plain doubles, forward alone", kOps) {
    for (std::size_t step = 0; step < 2; ++step) variables_[step] = make_variables(step);
  }
  void step(std::size_t number) override {
    const double* const x = variables_[number % 2].data();
    sum_ = run<double>([x](std::size_t k) { return x[k]; });
  }
  std::vector<double> result() override { return {sum_}; }
  bool differentiates() const override { return false; }

 private:
  std::array<std::vector<double>, 2> variables_;
  double sum_ = 0;
};

}  // namespace

std::unique_ptr<Contestant> hand_adjoint() { return std::make_unique<HandAdjoint>(); }
std::unique_ptr<Contestant> hand_adjoint_of_points() {
  return std::make_unique<HandAdjointOfPoints>();
}
std::unique_ptr<Contestant> forward_alone() { return std::make_unique<ForwardAlone>(); }

}  // namespace bench::mixed
