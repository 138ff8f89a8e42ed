// Rates of a differential equation from data, through the integrator: lynx and hare, 1900 to 1920.
//
//   du/dt = (alpha - beta v) u        hares u breed, and are eaten by
//   dv/dt = (delta u - gamma) v       lynx v, who starve without them     (Lotka 1925, Volterra
//   1926)
//
// The integrator is a template on its number type: `Value` to fit, `double` to draw the curve.
#include <array>
#include <cmath>
#include <iostream>
#include <vector>

#include <riserun/check/check.hpp>
#include <riserun/core/core.hpp>
#include <riserun/plots/writing/save.hpp>
#include <riserun/train/train.hpp>

namespace {

using namespace riserun;

enum Parameter { alpha, beta, gamma_, delta, hares, lynx };  // the last two: of the first year
constexpr std::array kNames{"alpha", "beta", "gamma", "delta", "hares in 1900", "lynx in 1900"};
// Bob Carpenter's means, "Predator-Prey Population Dynamics: the Lotka-Volterra model in Stan",
// 2018
constexpr std::array kPublished{0.55, 0.028, 0.80, 0.024, 34.0, 5.9};

template <class T>
struct Populations {
  T hares, lynx;
  friend Populations operator+(Populations a, Populations b) {
    return {a.hares + b.hares, a.lynx + b.lynx};
  }
  friend Populations operator*(double c, Populations a) { return {c * a.hares, c * a.lynx}; }
};

// The populations at 0, 1/steps, 2/steps, ... years. p[i] is the logarithm of parameter i, so that
// every step of the optimizer leaves it positive. Runge and Kutta's classical method.
template <class T, class P>
std::vector<Populations<T>> integrate(const P& p, int years, int steps) {
  using std::exp;
  const T a = exp(p[alpha]), b = exp(p[beta]), c = exp(p[gamma_]), d = exp(p[delta]);
  const auto slope = [&](const Populations<T>& z) {
    return Populations<T>{(a - b * z.lynx) * z.hares, (d * z.hares - c) * z.lynx};
  };
  const double h = 1.0 / steps;
  std::vector<Populations<T>> path{{exp(p[hares]), exp(p[lynx])}};
  for (int i = 0; i < years * steps; ++i) {
    const Populations<T> z = path.back(), k1 = slope(z), k2 = slope(z + h / 2 * k1),
                         k3 = slope(z + h / 2 * k2), k4 = slope(z + h * k3);
    path.push_back(z + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4));
  }
  return path;
}

// One data point: pelts counted year after year. The counts err by a factor, so logarithms are
// compared.
using Series = std::vector<Populations<double>>;

constexpr int kSteps = 10;  // a year

template <class P>
Value mean_squared_error(const P& p, const Series& counted) {
  const auto path = integrate<Value>(p, static_cast<int>(counted.size()) - 1, kSteps);
  Value sum = 0.0;
  for (std::size_t year = 0; year < counted.size(); ++year) {
    const auto& z = path[year * kSteps];
    sum += pow(log(z.hares / counted[year].hares), 2) + pow(log(z.lynx / counted[year].lynx), 2);
  }
  return sum / static_cast<double>(2 * counted.size());
}

Series load_pelts() {
  const train::Dataset rows = train::load_csv("examples/data/lynx_hare.csv", {.label = "none"});
  Series counted;
  for (std::size_t i = 0; i < rows.size(); ++i)
    counted.push_back({.hares = rows[i].x[2], .lynx = rows[i].x[1]});
  return counted;
}

void draw(const Series& counted, const Series& path) {
  plots::Series hares_counted{.name = "hares counted", .style = plots::Style::points, .color = 0},
      lynx_counted{.name = "lynx counted", .style = plots::Style::points, .color = 1},
      hares_fitted{.name = "hares fitted", .color = 0},
      lynx_fitted{.name = "lynx fitted", .color = 1};
  const auto add = [](plots::Series& to, double year, double count) {
    to.x.push_back(year), to.y.push_back(count);
  };
  for (std::size_t i = 0; i < counted.size(); ++i) {
    add(hares_counted, 1900.0 + static_cast<double>(i), counted[i].hares);
    add(lynx_counted, 1900.0 + static_cast<double>(i), counted[i].lynx);
  }
  for (std::size_t i = 0; i < path.size(); ++i) {
    add(hares_fitted, 1900.0 + static_cast<double>(i) / kSteps, path[i].hares);
    add(lynx_fitted, 1900.0 + static_cast<double>(i) / kSteps, path[i].lynx);
  }
  plots::save({.title = "Pelts of the Hudson's Bay Company, and Lotka and Volterra's equations",
               .panels = {{.x_label = "year",
                           .y_label = "thousands",
                           .series = {hares_fitted, lynx_fitted, hares_counted, lynx_counted}}}},
              "lynx_and_hare.svg");
}

}  // namespace

int main() {
  const Series pelts = load_pelts();
  const std::vector<double> guess{std::log(1.0),  std::log(0.05), std::log(1.0),
                                  std::log(0.05), std::log(30.0), std::log(4.0)};

  // 200 steps of four slopes each, differentiated: does rise over run agree?
  const auto report = check::check_gradient(
      [&](std::span<const Value> p) { return mean_squared_error(p, pelts); }, guess);
  std::cout << "gradient through the integrator: " << report.brief() << '\n';

  nn::ParameterSet logarithms;
  logarithms.add("logarithms", guess);
  train::Trainer trainer({.optimizer = train::Adam{.learning_rate = 0.03},
                          .schedule = {.kind = train::ScheduleKind::cosine},
                          .epochs = 500,
                          .batch_size = 1});
  // The first years first: a curve whose cycles are out of step with all twenty finds no way there.
  for (const std::ptrdiff_t years : {6, 11, 21}) {
    const std::vector<Series> points{{pelts.begin(), pelts.begin() + years}};
    const train::History history = trainer.fit(
        logarithms,
        [](const nn::BoundParameters& p, const Series& counted) {
          return mean_squared_error(p, counted);
        },
        points);
    std::cout << years << " years: mean squared error " << history[0].train_loss << " -> "
              << history.back().train_loss << '\n';
  }
  bool as_published = true;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const double fitted = std::exp(logarithms.data()[i]);
    std::cout << kNames[i] << ' ' << fitted << " (published: " << kPublished[i] << ")\n";
    as_published = as_published && std::abs(fitted / kPublished[i] - 1) < 0.05;
  }
  draw(pelts, integrate<double>(logarithms.data(), 20, kSteps));
  return report.passed() && as_published ? 0 : 1;
}
