// Quad's arithmetic: libquadmath where the compiler has it (five to ten times faster), otherwise
// Boost.Multiprecision's portable cpp_bin_float_quad.
#include <riserun/check/slope/quad.hpp>

#if !defined(RISERUN_CHECK_LIBQUADMATH)
#include <boost/math/special_functions/hypot.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#endif

// clang-format off
#define RISERUN_UNARY_FUNCTIONS(F)                                                                \
  F(sqrt) F(cbrt) F(exp) F(exp2) F(expm1) F(log) F(log2) F(log10) F(log1p) F(sin) F(cos) F(tan)   \
  F(asin) F(acos) F(atan) F(sinh) F(cosh) F(tanh) F(asinh) F(acosh) F(atanh) F(erf) F(erfc)       \
  F(tgamma) F(lgamma) F(floor) F(ceil) F(trunc) F(round) F(rint) F(nearbyint)
#define RISERUN_BINARY_FUNCTIONS(F) F(pow) F(atan2) F(fmod)
// clang-format on

#if defined(RISERUN_CHECK_LIBQUADMATH)

// Declared here rather than included: Clang has the type and finds GCC's library, not its header.
__extension__ typedef __float128 Real;
extern "C" {
#define RISERUN_DECLARE_UNARY(name) Real name##q(Real);
#define RISERUN_DECLARE_BINARY(name) Real name##q(Real, Real);
RISERUN_UNARY_FUNCTIONS(RISERUN_DECLARE_UNARY)
RISERUN_BINARY_FUNCTIONS(RISERUN_DECLARE_BINARY)
#undef RISERUN_DECLARE_UNARY
#undef RISERUN_DECLARE_BINARY
Real hypotq(Real, Real);
Real remainderq(Real, Real);
Real fmaq(Real, Real, Real);
Real ldexpq(Real, int);
Real frexpq(Real, int*);
}
#endif

namespace riserun::check {

#if defined(RISERUN_CHECK_LIBQUADMATH)

namespace {

struct Bits {
  std::uint64_t low, high;  // little-endian, as everywhere libquadmath exists
};
static_assert(sizeof(Real) == sizeof(Bits) && std::endian::native == std::endian::little);

Real real(Quad x) { return std::bit_cast<Real>(Bits{x.low_bits(), x.high_bits()}); }
Quad quad(Real x) {
  const auto bits = std::bit_cast<Bits>(x);
  return Quad::from_bits(bits.high, bits.low);
}

}  // namespace

const char* quad_arithmetic() { return "libquadmath"; }

#define RISERUN_QUAD_CALL(name, ...) name##q(__VA_ARGS__)

#else

namespace {

using Real = boost::multiprecision::cpp_bin_float_quad;

Real real(Quad x) {
  if (isnan(x)) return std::numeric_limits<Real>::quiet_NaN();
  const bool negative = signbit(x);
  Real result = std::numeric_limits<Real>::infinity();
  if (isfinite(x)) {
    const std::uint64_t high = x.high_bits() & ~Quad::kSign;
    const int exponent = static_cast<int>(high >> 48);
    const std::uint64_t fraction = (high & 0xFFFFFFFFFFFFu) | (exponent != 0 ? 1ull << 48 : 0);
    result = ldexp(Real(fraction), 64) + Real(x.low_bits());
    result = ldexp(result, (exponent != 0 ? exponent : 1) - 16383 - 112);
  }
  return negative ? -result : result;
}

Quad quad(const Real& x) {
  using Limits = std::numeric_limits<Quad>;
  if ((boost::math::isnan)(x)) return Limits::quiet_NaN();
  const std::uint64_t sign = (boost::math::signbit)(x) ? Quad::kSign : 0;
  if ((boost::math::isinf)(x)) return Quad::from_bits(sign | Quad::kInfinityBits, 0);
  if (x == 0) return Quad::from_bits(sign, 0);
  int exponent = 0;
  Real fraction = frexp(Real(abs(x)), &exponent);  // in [1/2, 1)
  if (exponent > 16384) return Quad::from_bits(sign | Quad::kInfinityBits, 0);
  int digits = 113;
  if (exponent < -16381) digits -= -16381 - exponent;  // a denormal quad
  if (digits < 0) return Quad::from_bits(sign, 0);
  fraction = ldexp(fraction, digits);
  if (digits < 113) fraction = nearbyint(fraction);  // (a whole number otherwise)
  const Real top = floor(ldexp(fraction, -64));
  const auto high = static_cast<std::uint64_t>(top);
  const auto low = static_cast<std::uint64_t>(Real(fraction - ldexp(top, 64)));
  // Adding lets a fraction that rounded up to 2^113 carry into the exponent.
  const std::uint64_t biased = digits == 113 ? static_cast<std::uint64_t>(exponent + 16381) : 0;
  return Quad::from_bits(sign | ((biased << 48) + high), low);
}

}  // namespace

const char* quad_arithmetic() { return "Boost.Multiprecision"; }

#define RISERUN_QUAD_CALL(name, ...) Real(name(__VA_ARGS__))

#endif

Quad operator+(Quad a, Quad b) { return quad(real(a) + real(b)); }
Quad operator-(Quad a, Quad b) { return quad(real(a) - real(b)); }
Quad operator*(Quad a, Quad b) { return quad(real(a) * real(b)); }
Quad operator/(Quad a, Quad b) { return quad(real(a) / real(b)); }
bool operator==(Quad a, Quad b) { return real(a) == real(b); }
std::partial_ordering operator<=>(Quad a, Quad b) {
  if (isnan(a) || isnan(b)) return std::partial_ordering::unordered;
  const Real x = real(a);
  const Real y = real(b);
  return x < y   ? std::partial_ordering::less
         : x > y ? std::partial_ordering::greater
                 : std::partial_ordering::equivalent;
}
double Quad::to_double() const { return static_cast<double>(real(*this)); }

#define RISERUN_QUAD_UNARY(name) \
  Quad name(Quad x) { return quad(RISERUN_QUAD_CALL(name, real(x))); }
#define RISERUN_QUAD_BINARY(name) \
  Quad name(Quad x, Quad y) { return quad(RISERUN_QUAD_CALL(name, real(x), real(y))); }
RISERUN_UNARY_FUNCTIONS(RISERUN_QUAD_UNARY)
RISERUN_BINARY_FUNCTIONS(RISERUN_QUAD_BINARY)
#undef RISERUN_QUAD_UNARY
#undef RISERUN_QUAD_BINARY

#if defined(RISERUN_CHECK_LIBQUADMATH)
Quad hypot(Quad x, Quad y) { return quad(hypotq(real(x), real(y))); }
Quad remainder(Quad x, Quad y) { return quad(remainderq(real(x), real(y))); }
Quad fma(Quad x, Quad y, Quad z) { return quad(fmaq(real(x), real(y), real(z))); }
Quad ldexp(Quad x, int exponent) { return quad(ldexpq(real(x), exponent)); }
Quad frexp(Quad x, int* exponent) { return quad(frexpq(real(x), exponent)); }
#else
Quad hypot(Quad x, Quad y) { return quad(Real(boost::math::hypot(real(x), real(y)))); }
Quad remainder(Quad x, Quad y) {
  const Real a = real(x);
  const Real b = real(y);
  return quad(Real(a - nearbyint(Real(a / b)) * b));
}
Quad fma(Quad x, Quad y, Quad z) { return quad(Real(real(x) * real(y) + real(z))); }
Quad ldexp(Quad x, int exponent) { return quad(Real(ldexp(real(x), exponent))); }
Quad frexp(Quad x, int* exponent) { return quad(Real(frexp(real(x), exponent))); }
#endif

}  // namespace riserun::check
