// Rows of any number type, `double`, `riserun::Value`, `riserun::lanes::Number` or one of yours:
// what the model is made of, one scalar operation after the other. nn/ has the same as fused blocks
// of nodes.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <riserun/core/core.hpp>
#include <riserun/nn/layer.hpp>

namespace microgpt {

template <class T>
struct Row : std::vector<T> {
  using std::vector<T>::vector;
  explicit Row(std::vector<T>&& numbers) : std::vector<T>(std::move(numbers)) {}
};

template <class T>
Row<T> add(const Row<T>& a, const Row<T>& b) {
  Row<T> sum(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) sum[i] = a[i] + b[i];
  return sum;
}

template <class T>
Row<T> rms_norm(const Row<T>& x) {
  using std::sqrt;
  T squares = x[0] * x[0];
  for (std::size_t i = 1; i < x.size(); ++i) squares += x[i] * x[i];
  const T scale = 1.0 / sqrt(squares / static_cast<double>(x.size()) + 1e-5);
  Row<T> y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) y[i] = x[i] * scale;
  return y;
}

// e^(x - the largest), and their sum. The largest cancels from what follows, slopes too: a
// constant.
template <class T>
T exponentials(std::vector<T>& x) {
  using riserun::value_of;
  using std::exp;
  using std::max;
  auto largest = value_of(x[0]);
  for (std::size_t i = 1; i < x.size(); ++i) largest = max(largest, value_of(x[i]));
  for (T& v : x) v = exp(v - largest);
  T sum = x[0];
  for (std::size_t i = 1; i < x.size(); ++i) sum += x[i];
  return sum;
}

template <class T>
Row<T> attention(const Row<T>& query, const std::vector<Row<T>>& keys,
                 const std::vector<Row<T>>& values, std::size_t heads) {
  const std::size_t size = query.size() / heads;
  const double root = std::sqrt(static_cast<double>(size));
  Row<T> y(query.size());
  std::vector<T> weights(keys.size());
  for (std::size_t begin = 0; begin < query.size(); begin += size) {
    for (std::size_t t = 0; t < keys.size(); ++t) {
      T score = query[begin] * keys[t][begin];
      for (std::size_t i = begin + 1; i < begin + size; ++i) score += query[i] * keys[t][i];
      weights[t] = score / root;
    }
    const T sum = exponentials(weights);
    for (T& weight : weights) weight /= sum;
    for (std::size_t i = begin; i < begin + size; ++i) {
      y[i] = weights[0] * values[0][i];
      for (std::size_t t = 1; t < values.size(); ++t) y[i] += weights[t] * values[t][i];
    }
  }
  return y;
}

// -ln of the softmax probability of one. (lanes has its own where which one differs by point.)
template <class T>
T cross_entropy(const Row<T>& scores, std::size_t right) {
  using std::log;
  Row<T> e = scores;
  const T sum = exponentials(e);
  return log(sum) - log(e[right]);
}

/// Parameters as a model of scalars sees them; `p[i]` is the i-th, of type T.
template <class Parameters>
struct Scalars {
  using Number = std::remove_cvref_t<decltype(std::declval<const Parameters&>()[0])>;
  using Row = microgpt::Row<Number>;

  Parameters p;

  [[nodiscard]] Row row(std::size_t first, std::size_t count) const {
    Row all;
    for (std::size_t i = first; i < first + count; ++i) all.push_back(p[i]);
    return all;
  }
  // Of a table of rows.
  [[nodiscard]] Row row_of(std::size_t first, std::size_t /*rows*/, std::size_t width,
                           std::size_t which) const {
    return row(first + which * width, width);
  }
  [[nodiscard]] Row through(const riserun::nn::Layer& layer, const Row& x) const {
    return Row(layer.by_neurons(p, x));
  }
};

}  // namespace microgpt
