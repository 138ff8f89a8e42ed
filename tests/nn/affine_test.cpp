// The kernels of every instruction set this processor has: the same bits as plain loops, and as
// each other.
#include "nn/affine.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "core/random.hpp"

namespace riserun::nn {
namespace {

std::vector<double> numbers(std::size_t count, Random& random) {
  std::vector<double> all(count);
  for (double& x : all) x = random.uniform(-1, 1);
  return all;
}

TEST(Affine, ForwardHasTheBitsOfThePlainLoop) {
  Random random(1);
  for (const AffineKernels* kernels : available_affine_kernels())
    for (std::size_t in : {1u, 2u, 7u, 16u, 65u})
      for (std::size_t out = 1; out <= 83; ++out) {
        const auto x = numbers(in, random), w = numbers(in * out, random), b = numbers(out, random);
        std::vector<double> z(out + 1, -7.0);
        kernels->forward(x.data(), in, w.data(), b.data(), out, z.data());
        for (std::size_t o = 0; o < out; ++o) {
          double sum = b[o];
          for (std::size_t i = 0; i < in; ++i) sum += x[i] * w[i * out + o];
          ASSERT_EQ(z[o], sum) << kernels->name << ' ' << in << 'x' << out;
        }
        ASSERT_EQ(z[out], -7.0) << "wrote past the end: " << kernels->name << ' ' << in << 'x'
                                << out;
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
      for (const AffineKernels* kernels : available_affine_kernels()) {
        auto dw = dw0, db = db0, dx = dx0;
        kernels->backward(x.data(), in, w.data(), dz.data(), out, dw.data(), db.data(), dx.data());
        for (std::size_t i = 0; i < in; ++i) {
          double sum = 0, size = 0;
          for (std::size_t o = 0; o < out; ++o) {
            ASSERT_EQ(dw[i * out + o], dw0[i * out + o] + x[i] * dz[o]) << kernels->name;
            sum += w[i * out + o] * dz[o];
            size += std::abs(w[i * out + o] * dz[o]);
          }
          ASSERT_NEAR(dx[i], dx0[i] + sum, 1e-15 * (size + std::abs(dx0[i])) * 4) << kernels->name;
        }
        for (std::size_t o = 0; o < out; ++o) ASSERT_EQ(db[o], db0[o] + dz[o]);
        ASSERT_EQ(dw.back(), dw0.back());
        ASSERT_EQ(db.back(), db0.back());
        ASSERT_EQ(dx.back(), dx0.back());
        if (first_dx.empty()) first_dx = dx;
        ASSERT_EQ(dx, first_dx) << kernels->name << " differs from "
                                << available_affine_kernels()[0]->name;

        auto without = dw0, bias = db0;
        kernels->backward(x.data(), in, w.data(), dz.data(), out, without.data(), bias.data(),
                          nullptr);
        ASSERT_EQ(without, dw) << kernels->name;
      }
    }
}

TEST(Affine, ANullBiasIsZerosAndGetsNoGradient) {
  Random random(3);
  for (const AffineKernels* kernels : available_affine_kernels())
    for (std::size_t out : {1u, 2u, 4u, 8u, 27u, 64u, 95u}) {
      const std::size_t in = 11;
      const auto x = numbers(in, random), w = numbers(in * out, random), dz = numbers(out, random);
      std::vector<double> zeros(out), with(out), without(out), db(out);
      kernels->forward(x.data(), in, w.data(), zeros.data(), out, with.data());
      kernels->forward(x.data(), in, w.data(), nullptr, out, without.data());
      ASSERT_EQ(with, without) << kernels->name << ' ' << out;
      std::vector<double> dw(in * out), dx(in), dw2(in * out), dx2(in);
      kernels->backward(x.data(), in, w.data(), dz.data(), out, dw.data(), db.data(), dx.data());
      kernels->backward(x.data(), in, w.data(), dz.data(), out, dw2.data(), nullptr, dx2.data());
      ASSERT_EQ(dw, dw2) << kernels->name << ' ' << out;
      ASSERT_EQ(dx, dx2) << kernels->name << ' ' << out;
    }
}

TEST(Affine, TheBestAvailableIsUsed) {
  EXPECT_FALSE(available_affine_kernels().empty());
  if (std::getenv("RISERUN_ISA") == nullptr)
    EXPECT_EQ(affine_kernels().name, available_affine_kernels().back()->name);
  else
    EXPECT_EQ(affine_kernels().name, std::getenv("RISERUN_ISA"));
}

}  // namespace
}  // namespace riserun::nn
