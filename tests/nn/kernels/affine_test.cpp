// The kernels of every instruction set this processor has: the same bits as plain loops, and as
// each other.
#include <riserun/nn/kernels/affine.hpp>

#include <gtest/gtest.h>

#include <vector>

#include <riserun/base/random.hpp>

namespace riserun::nn {
namespace {

std::vector<double> numbers(std::size_t count, Random& random) {
  std::vector<double> all(count);
  for (double& x : all) x = random.uniform(-1, 1);
  return all;
}

TEST(Affine, ForwardHasTheBitsOfThePlainLoop) {
  Random random(1);
  for (const Isa isa : available_isas())
    for (std::size_t in : {1u, 2u, 7u, 16u, 65u})
      for (std::size_t out = 1; out <= 290; out += out < 83 ? 1 : 15) {
        const AffineKernels* const kernels = &affine_kernels(isa);
        const auto x = numbers(in, random), w = numbers(in * out, random), b = numbers(out, random);
        std::vector<double> z(out + 1, -7.0);
        kernels->forward(x.data(), in, w.data(), b.data(), out, z.data());
        for (std::size_t o = 0; o < out; ++o) {
          double sum = b[o];
          for (std::size_t i = 0; i < in; ++i) sum += x[i] * w[i * out + o];
          ASSERT_EQ(z[o], sum) << name(isa) << ' ' << in << 'x' << out;
        }
        ASSERT_EQ(z[out], -7.0) << "wrote past the end: " << name(isa) << ' ' << in << 'x' << out;
      }
}

TEST(Affine, BackwardAddsTheRightSumsWithTheSameBitsEverywhere) {
  Random random(2);
  for (std::size_t in : {1u, 3u, 8u, 16u, 29u})
    for (std::size_t out : {1u, 2u, 3u, 5u, 8u, 10u, 16u, 31u, 32u, 64u, 71u, 128u, 141u}) {
      const auto x = numbers(in, random), w = numbers(in * out, random), dz = numbers(out, random);
      const auto dw0 = numbers(in * out + 1, random), db0 = numbers(out + 1, random),
                 dx0 = numbers(in + 1, random);
      std::vector<double> first_dx;
      for (const Isa isa : available_isas()) {
        const AffineKernels* const kernels = &affine_kernels(isa);
        auto dw = dw0, db = db0, dx = dx0;
        kernels->backward(x.data(), in, w.data(), dz.data(), out, dw.data(), db.data(), dx.data());
        for (std::size_t i = 0; i < in; ++i) {
          double sum = 0, size = 0;
          for (std::size_t o = 0; o < out; ++o) {
            ASSERT_EQ(dw[i * out + o], dw0[i * out + o] + x[i] * dz[o]) << name(isa);
            sum += w[i * out + o] * dz[o];
            size += std::abs(w[i * out + o] * dz[o]);
          }
          ASSERT_NEAR(dx[i], dx0[i] + sum, 1e-15 * (size + std::abs(dx0[i])) * 4) << name(isa);
        }
        for (std::size_t o = 0; o < out; ++o) ASSERT_EQ(db[o], db0[o] + dz[o]);
        ASSERT_EQ(dw.back(), dw0.back());
        ASSERT_EQ(db.back(), db0.back());
        ASSERT_EQ(dx.back(), dx0.back());
        if (first_dx.empty()) first_dx = dx;
        ASSERT_EQ(dx, first_dx) << name(isa) << " differs from " << name(available_isas()[0]);

        auto without = dw0, bias = db0;
        kernels->backward(x.data(), in, w.data(), dz.data(), out, without.data(), bias.data(),
                          nullptr);
        ASSERT_EQ(without, dw) << name(isa);
      }
    }
}

TEST(Affine, ANullBiasIsZerosAndGetsNoGradient) {
  Random random(3);
  for (const Isa isa : available_isas())
    for (std::size_t out : {1u, 2u, 4u, 8u, 27u, 64u, 95u}) {
      const AffineKernels* const kernels = &affine_kernels(isa);
      const std::size_t in = 11;
      const auto x = numbers(in, random), w = numbers(in * out, random), dz = numbers(out, random);
      std::vector<double> zeros(out), with(out), without(out), db(out);
      kernels->forward(x.data(), in, w.data(), zeros.data(), out, with.data());
      kernels->forward(x.data(), in, w.data(), nullptr, out, without.data());
      ASSERT_EQ(with, without) << name(isa) << ' ' << out;
      std::vector<double> dw(in * out), dx(in), dw2(in * out), dx2(in);
      kernels->backward(x.data(), in, w.data(), dz.data(), out, dw.data(), db.data(), dx.data());
      kernels->backward(x.data(), in, w.data(), dz.data(), out, dw2.data(), nullptr, dx2.data());
      ASSERT_EQ(dw, dw2) << name(isa) << ' ' << out;
      ASSERT_EQ(dx, dx2) << name(isa) << ' ' << out;
    }
}

TEST(Affine, ThoseOfTheChosenInstructionSetAreUsed) {
  EXPECT_EQ(&affine_kernels(), &affine_kernels(chosen_isa()));
}

}  // namespace
}  // namespace riserun::nn
