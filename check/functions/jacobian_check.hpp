// The derivatives of functions of several results: Jacobians, and products with them that never
// form one. Each result is judged as a function of its own.
//
//   check_jacobian(f, j, x)   j(x): rows in a row, a list of rows, or a matrix with rows(), cols(), (i, j)
//   check_jvp(f, jvp, x)      jvp(x, v) = J v, forward mode
//   check_vjp(f, vjp, x)      vjp(x, w) = J^T w, backward mode
#pragma once

#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include <riserun/check/functions/gradient_check.hpp>
#include <riserun/core/derivatives/matrix.hpp>

namespace riserun::check {

/// All results at a point, and products with the Jacobian there; check_columns needs none.
struct VectorFunction {
  std::function<std::vector<double>(std::span<const double> x)> value;
  /// Writes J^T w; w has a number for each result.
  std::function<void(std::span<const double> x, std::span<const double> w, std::span<double> out)>
      transposed;
};

struct JacobianReport {
  struct Output {
    std::string name;  // "f[2]", or "w.f" for random weights of all results
    GradientAtPoint gradient;
  };
  std::vector<Output> outputs;
  std::string failure{};  // of f or its Jacobian as a whole; empty: none

  [[nodiscard]] Verdict verdict() const;
  [[nodiscard]] bool passed() const { return is_right(verdict()); }
  [[nodiscard]] std::string brief() const;
  [[nodiscard]] std::string full() const;
};

/// Up to so many results are judged one by one; of more, random sums of them, and where one is
/// wrong, the results that it was traced to.
inline constexpr std::size_t kFewResults = 16;

/// Throws as check_differentiable.
[[nodiscard]] JacobianReport check_rows(const VectorFunction& f, std::span<const double> at,
                                        const ModelOptions& options = {});
/// J v for v of x's size: one column of the Jacobian after the other.
using ForwardProduct =
    std::function<std::vector<double>(std::span<const double> x, std::span<const double> v)>;
/// The columns one by one, judged as rows are, and that a product with all coordinates is their sum:
/// a product for each coordinate.
[[nodiscard]] JacobianReport check_columns(const VectorFunction& f, const ForwardProduct& product,
                                           std::span<const double> at,
                                           const ModelOptions& options = {});

namespace internal {

/// What `name` gives, as numbers in a list.
template <class X, class Result>
std::vector<double> listed(const Result& result) {
  if constexpr (std::convertible_to<Result, double>) {
    return {static_cast<double>(result)};
  } else if constexpr (Numbers<Result>) {
    const std::span<const double> numbers = numbers_of(result);
    return {numbers.begin(), numbers.end()};
  } else {
    const X numbers(result);
    return listed<X>(numbers);
  }
}

/// f(x), or what f(x, out) leaves in a std::vector<double>.
template <class F, class X, class... Rest>
std::vector<double> results_at(F& f, X& x, Rest&... rest) {
  if constexpr (TakesContainer<F, X, Rest..., std::vector<double>>) {
    std::vector<double> out;
    call_at(f, x, rest..., out);
    return out;
  } else {
    return listed<X>(call_at(f, x, rest...));
  }
}

/// The numbers in an X where it can be made as long, else in a std::vector<double>.
template <class X>
auto second_argument(std::span<const double> numbers) {
  if constexpr (std::default_initializable<X> && requires(X x) { x.resize(numbers.size()); }) {
    X x;
    x.resize(static_cast<decltype(x.size())>(numbers.size()));
    std::copy(numbers.begin(), numbers.end(), x.data());
    return x;
  } else {
    return std::vector<double>(numbers.begin(), numbers.end());
  }
}

/// A Jacobian in any of the forms above.
template <class J>
Matrix matrix_of(const J& j, std::size_t columns) {
  if constexpr (std::same_as<J, Matrix>) {
    return j;
  } else if constexpr (requires { j(0, 0), j.rows(), j.cols(); }) {
    Matrix matrix(static_cast<std::size_t>(j.rows()), static_cast<std::size_t>(j.cols()));
    for (std::size_t row = 0; row < matrix.rows; ++row)
      for (std::size_t column = 0; column < matrix.columns; ++column)
        matrix(row, column) = j(static_cast<int>(row), static_cast<int>(column));
    return matrix;
  } else if constexpr (Numbers<J>) {
    const std::span<const double> all = numbers_of(j);
    Matrix matrix(all.size() / columns, columns);
    if (all.size() != matrix.elements.size()) matrix = Matrix(1, all.size());  // to be refused
    std::copy(all.begin(), all.end(), matrix.elements.begin());
    return matrix;
  } else {
    Matrix matrix(std::size(j), columns);
    std::size_t row = 0;
    for (const auto& numbers : j) copy_result("a row of j", numbers_of(numbers), matrix.row(row++));
    return matrix;
  }
}

/// Writes J^T w; throws ShapeError for a matrix that is not w.size() x out.size().
void multiply_transposed(const Matrix& j, std::span<const double> w, std::span<double> out);

template <class F, class X>
[[nodiscard]] auto results_of(F& f, const X& like) {
  return [&f, argument = Argument<X>(like)](std::span<const double> at) mutable {
    return argument.with(at, [&](X& x) { return results_at(f, x); });
  };
}

}  // namespace internal

/// f(x) returns a container of results, or f(x, out) leaves them in a std::vector<double>.
template <class F, class J, internal::AnyPlace At>
[[nodiscard]] JacobianReport check_jacobian(F f, J j, const At& at,
                                            const ModelOptions& options = {}) {
  const auto place = internal::place(at);
  using X = decltype(place.like);
  auto transposed = [&j, argument = internal::Argument<X>(place.like)](
                        std::span<const double> x, std::span<const double> w,
                        std::span<double> out) mutable {
    const Matrix matrix = argument.with(
        x, [&](X& own) { return internal::matrix_of(internal::call_at(j, own), x.size()); });
    internal::multiply_transposed(matrix, w, out);
  };
  return check_rows({internal::results_of(f, place.like), transposed}, place.points.front(),
                    options);
}

/// vjp(x, w) gives J^T w.
template <class F, class Product, internal::AnyPlace At>
[[nodiscard]] JacobianReport check_vjp(F f, Product vjp, const At& at,
                                       const ModelOptions& options = {}) {
  const auto place = internal::place(at);
  using X = decltype(place.like);
  auto transposed = [&, argument = internal::Argument<X>(place.like)](
                        std::span<const double> x, std::span<const double> w,
                        std::span<double> out) mutable {
    auto weights = internal::second_argument<X>(w);
    argument.with(x, [&](X& own) {
      internal::fill_at("vjp", vjp, own, out, weights);
      return true;
    });
  };
  return check_rows({internal::results_of(f, place.like), transposed}, place.points.front(),
                    options);
}

/// jvp(x, v) gives J v.
template <class F, class Product, internal::AnyPlace At>
[[nodiscard]] JacobianReport check_jvp(F f, Product jvp, const At& at,
                                       const ModelOptions& options = {}) {
  const auto place = internal::place(at);
  using X = decltype(place.like);
  auto product = [&, argument = internal::Argument<X>(place.like)](
                     std::span<const double> x, std::span<const double> v) mutable {
    auto direction = internal::second_argument<X>(v);
    return argument.with(x, [&](X& own) { return internal::results_at(jvp, own, direction); });
  };
  return check_columns({internal::results_of(f, place.like), {}}, product, place.points.front(),
                       options);
}

/// The three of them at a point in braces.
template <class F, class J>
[[nodiscard]] JacobianReport check_jacobian(F f, J j, std::initializer_list<double> at,
                                            const ModelOptions& options = {}) {
  return check_jacobian(std::move(f), std::move(j), std::vector<double>(at), options);
}
template <class F, class Product>
[[nodiscard]] JacobianReport check_vjp(F f, Product vjp, std::initializer_list<double> at,
                                       const ModelOptions& options = {}) {
  return check_vjp(std::move(f), std::move(vjp), std::vector<double>(at), options);
}
template <class F, class Product>
[[nodiscard]] JacobianReport check_jvp(F f, Product jvp, std::initializer_list<double> at,
                                       const ModelOptions& options = {}) {
  return check_jvp(std::move(f), std::move(jvp), std::vector<double>(at), options);
}

}  // namespace riserun::check
