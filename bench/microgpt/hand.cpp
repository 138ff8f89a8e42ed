// microgpt by hand: forward, backward and Adam as loops over arrays whose sizes the compiler knows.
// Weights lie input by input, as nn's do.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include <riserun/base/aligned.hpp>
#include "bench/microgpt/problem.hpp"

namespace bench::gpt {

namespace {

constexpr std::size_t kSymbols = 27, kWidth = 16, kHeads = 4, kHead = kWidth / kHeads, kWide = 64,
                      kBlock = 16;

struct Parameters {
  double symbols[kSymbols][kWidth], places[kBlock][kWidth];
  double query[kWidth][kWidth], key[kWidth][kWidth], value[kWidth][kWidth], mix[kWidth][kWidth];
  double wide[kWidth][kWide], narrow[kWide][kWidth], scores[kWidth][kSymbols];
};
constexpr std::size_t kCount = sizeof(Parameters) / sizeof(double);

template <std::size_t I, std::size_t O>
void multiply(const double (&w)[I][O], const double* __restrict x, double* __restrict z) {
  double sum[O] = {};
  for (std::size_t i = 0; i < I; ++i)
    for (std::size_t o = 0; o < O; ++o) sum[o] += x[i] * w[i][o];
  for (std::size_t o = 0; o < O; ++o) z[o] = sum[o];
}

template <std::size_t N>
double product(const double* __restrict a, const double* __restrict b) {
  double sum = 0;
#pragma omp simd reduction(+ : sum)
  for (std::size_t k = 0; k < N; ++k) sum += a[k] * b[k];
  return sum;
}

// dw += x dz, dx += W dz.
template <std::size_t I, std::size_t O>
void multiply_backward(const double (&w)[I][O], const double* __restrict x,
                       const double* __restrict dz, double (&dw)[I][O], double* __restrict dx) {
  for (std::size_t i = 0; i < I; ++i) {
    for (std::size_t o = 0; o < O; ++o) dw[i][o] += x[i] * dz[o];
    dx[i] += product<O>(w[i], dz);
  }
}

double norm(const double* __restrict x, double* __restrict y) {
  const double scale = 1 / std::sqrt(product<kWidth>(x, x) / kWidth + 1e-5);
  for (std::size_t i = 0; i < kWidth; ++i) y[i] = x[i] * scale;
  return scale;
}

// dx += the gradient by x.
void norm_backward(const double* __restrict y, double scale, const double* __restrict dy,
                   double* __restrict dx) {
  const double mean = product<kWidth>(dy, y) / kWidth;
  for (std::size_t i = 0; i < kWidth; ++i) dx[i] += scale * (dy[i] - y[i] * mean);
}

// What the forward pass keeps of one character.
struct Place {
  double embedded[kWidth], first[kWidth], first_normed[kWidth], query[kWidth], key[kWidth],
      value[kWidth], weights[kHeads][kBlock], seen[kWidth], second[kWidth], second_normed[kWidth],
      wide[kWide], third[kWidth], probabilities[kSymbols];
  double embedded_scale, first_scale, second_scale;
};

void attend(Place* places, std::size_t t) {
  Place& p = places[t];
  for (std::size_t h = 0; h < kHeads; ++h) {
    double* const w = p.weights[h];
    const std::size_t begin = h * kHead;
    double largest = -INFINITY, sum = 0, y[kHead] = {};
    for (std::size_t u = 0; u <= t; ++u) {
      w[u] = product<kHead>(p.query + begin, places[u].key + begin) * 0.5;
      largest = std::max(largest, w[u]);
    }
    for (std::size_t u = 0; u <= t; ++u) sum += w[u] = std::exp(w[u] - largest);
    const double scale = 1 / sum;
    for (std::size_t u = 0; u <= t; ++u) {
      w[u] *= scale;
      for (std::size_t i = 0; i < kHead; ++i) y[i] += w[u] * places[u].value[begin + i];
    }
    for (std::size_t i = 0; i < kHead; ++i) p.seen[begin + i] = y[i];
  }
}

// Of the queries, keys and values of all places.
struct AttentionGradient {
  double query[kBlock][kWidth], key[kBlock][kWidth], value[kBlock][kWidth];
};

void attend_backward(const Place* places, std::size_t t, const double* dseen,
                     AttentionGradient& d) {
  const Place& p = places[t];
  for (std::size_t h = 0; h < kHeads; ++h) {
    const double* const w = p.weights[h];
    const std::size_t begin = h * kHead;
    const double* const g = dseen + begin;
    double dw[kBlock], mean = 0;
    for (std::size_t u = 0; u <= t; ++u) {
      dw[u] = product<kHead>(g, places[u].value + begin);
      mean += w[u] * dw[u];
      for (std::size_t i = 0; i < kHead; ++i) d.value[u][begin + i] += w[u] * g[i];
    }
    for (std::size_t u = 0; u <= t; ++u) {
      const double dscore = w[u] * (dw[u] - mean) * 0.5;
      for (std::size_t i = 0; i < kHead; ++i) {
        d.query[t][begin + i] += dscore * places[u].key[begin + i];
        d.key[u][begin + i] += dscore * p.query[begin + i];
      }
    }
  }
}

double forward(const Parameters& w, const Document& text, std::size_t count, Place* places) {
  double loss = 0;
  for (std::size_t t = 0; t < count; ++t) {
    Place& p = places[t];
    for (std::size_t i = 0; i < kWidth; ++i) p.embedded[i] = w.symbols[text[t]][i] + w.places[t][i];
    p.embedded_scale = norm(p.embedded, p.first);
    p.first_scale = norm(p.first, p.first_normed);
    multiply(w.query, p.first_normed, p.query);
    multiply(w.key, p.first_normed, p.key);
    multiply(w.value, p.first_normed, p.value);
    attend(places, t);
    multiply(w.mix, p.seen, p.second);
    for (std::size_t i = 0; i < kWidth; ++i) p.second[i] += p.first[i];
    p.second_scale = norm(p.second, p.second_normed);
    multiply(w.wide, p.second_normed, p.wide);
    for (double& x : p.wide) x = x > 0 ? x : 0;
    multiply(w.narrow, p.wide, p.third);
    for (std::size_t i = 0; i < kWidth; ++i) p.third[i] += p.second[i];
    multiply(w.scores, p.third, p.probabilities);
    const double largest = *std::max_element(p.probabilities, p.probabilities + kSymbols);
    const double right = p.probabilities[text[t + 1]];
    double sum = 0;
    for (double& x : p.probabilities) sum += x = std::exp(x - largest);
    const double scale = 1 / sum;
    for (double& x : p.probabilities) x *= scale;
    loss += std::log(sum) + largest - right;
  }
  return loss / static_cast<double>(count);
}

// Adds seed times the gradient.
void backward(const Parameters& w, const Document& text, std::size_t count, Place* places,
              double seed, Parameters& dw) {
  AttentionGradient d;
  std::fill_n(&d.query[0][0], count * kWidth, 0.0);
  std::fill_n(&d.key[0][0], count * kWidth, 0.0);
  std::fill_n(&d.value[0][0], count * kWidth, 0.0);
  const double share = seed / static_cast<double>(count);
  for (std::size_t t = count; t-- > 0;) {
    Place& p = places[t];
    double dscores[kSymbols], dthird[kWidth] = {}, dwide[kWide] = {}, dnormed[kWidth] = {};
    for (std::size_t o = 0; o < kSymbols; ++o) dscores[o] = p.probabilities[o] * share;
    dscores[text[t + 1]] -= share;
    multiply_backward(w.scores, p.third, dscores, dw.scores, dthird);
    multiply_backward(w.narrow, p.wide, dthird, dw.narrow, dwide);
    for (std::size_t i = 0; i < kWide; ++i) dwide[i] = p.wide[i] > 0 ? dwide[i] : 0;
    multiply_backward(w.wide, p.second_normed, dwide, dw.wide, dnormed);
    double* const dsecond = dthird;  // the way around the two layers
    norm_backward(p.second_normed, p.second_scale, dnormed, dsecond);
    double dseen[kWidth] = {};
    multiply_backward(w.mix, p.seen, dsecond, dw.mix, dseen);
    attend_backward(places, t, dseen, d);
    double dfirst_normed[kWidth] = {};
    multiply_backward(w.query, p.first_normed, d.query[t], dw.query, dfirst_normed);
    multiply_backward(w.key, p.first_normed, d.key[t], dw.key, dfirst_normed);
    multiply_backward(w.value, p.first_normed, d.value[t], dw.value, dfirst_normed);
    double* const dfirst = dsecond;
    norm_backward(p.first_normed, p.first_scale, dfirst_normed, dfirst);
    double dembedded[kWidth] = {};
    norm_backward(p.first, p.embedded_scale, dfirst, dembedded);
    for (std::size_t i = 0; i < kWidth; ++i) {
      dw.symbols[text[t]][i] += dembedded[i];
      dw.places[t][i] += dembedded[i];
    }
  }
}

void adam(double* __restrict w, const double* __restrict g, double* __restrict m,
          double* __restrict v, double rate, double root_scale) {
  for (std::size_t i = 0; i < kCount; ++i) {
    m[i] = kBeta1 * m[i] + (1 - kBeta1) * g[i];
    v[i] = kBeta2 * v[i] + (1 - kBeta2) * (g[i] * g[i]);
    w[i] -= rate * m[i] / (std::sqrt(v[i]) * root_scale + kEpsilon);
  }
}

class Hand final : public Contestant {
 public:
  Hand(const Problem& problem, std::size_t batch)
      : Contestant("hand", static_cast<double>(std::max(batch, kDocuments))),
        problem_(problem),
        batch_(batch),
        w_(kCount),
        dw_(kCount),
        m_(kCount),
        v_(kCount) {}

  void step(std::size_t number) override {
    std::copy(problem_.parameters.begin(), problem_.parameters.end(), w_.begin());
    std::fill(m_.begin(), m_.end(), 0.0);
    std::fill(v_.begin(), v_.end(), 0.0);
    loss_ = 0;
    auto& w = *reinterpret_cast<Parameters*>(w_.data());
    auto& dw = *reinterpret_cast<Parameters*>(dw_.data());
    const auto all = static_cast<std::size_t>(work());
    const double share = 1 / static_cast<double>(batch_);
    for (std::size_t i = 0; i < all; ++i) {
      const Document& text = problem_.document(number * all + i);
      const std::size_t count = std::min(kBlock, text.size() - 1);
      if (i % batch_ == 0) std::fill(dw_.begin(), dw_.end(), 0.0);
      loss_ += forward(w, text, count, places_);
      backward(w, text, count, places_, share, dw);
      if ((i + 1) % batch_ != 0) continue;
      const double updates = static_cast<double>((i + 1) / batch_);
      adam(w_.data(), dw_.data(), m_.data(), v_.data(), kRate / (1 - std::pow(kBeta1, updates)),
           1 / std::sqrt(1 - std::pow(kBeta2, updates)));
    }
  }

  std::vector<double> result() override {
    std::vector<double> all{loss_};
    all.insert(all.end(), w_.begin(), w_.end());
    all.insert(all.end(), dw_.begin(), dw_.end());
    return all;
  }

 private:
  const Problem& problem_;
  std::size_t batch_;
  riserun::AlignedDoubles w_, dw_, m_, v_;
  Place places_[kBlock];
  double loss_ = 0;
};

}  // namespace

std::unique_ptr<Contestant> hand(const Problem& problem, std::size_t batch) {
  if (problem.parameters.size() != kCount)
    throw std::invalid_argument("the hand-written microgpt has other sizes than the problem");
  return std::make_unique<Hand>(problem, batch);
}

}  // namespace bench::gpt
