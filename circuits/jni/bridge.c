//go:build jni

// The only file that knows JNI. It turns direct buffers and addresses into pointer and length, and nothing else.
#include <jni.h>
#include <stdint.h>

#include "_cgo_export.h"

#define NLB_BAD_ARGUMENT 1

struct view {
  void *data;
  int64_t length;
};

static struct view view_of(JNIEnv *env, jobject buffer) {
  struct view none = {0, 0};
  if (buffer == 0) return none;
  struct view v = {(*env)->GetDirectBufferAddress(env, buffer),
                   (*env)->GetDirectBufferCapacity(env, buffer)};
  return v.data == 0 ? none : v;
}

JNIEXPORT jint JNICALL Java_io_nelumbo_circuits_NativeCircuits_describe(JNIEnv *env, jclass type,
                                                                        jint circuit, jint depth,
                                                                        jobject text) {
  (void)type;
  struct view t = view_of(env, text);
  return t.data == 0 ? NLB_BAD_ARGUMENT : nlbDescribe(circuit, depth, t.data, t.length);
}

JNIEXPORT jint JNICALL Java_io_nelumbo_circuits_NativeCircuits_solve(
    JNIEnv *env, jclass type, jint circuit, jobject assignment, jlong w, jlong wires, jlong a,
    jlong b, jlong c, jlong rows, jobject text) {
  (void)type;
  struct view in = view_of(env, assignment), t = view_of(env, text);
  if (in.data == 0 || t.data == 0) return NLB_BAD_ARGUMENT;
  return nlbSolve(circuit, in.data, in.length, (void *)(intptr_t)w, wires, (void *)(intptr_t)a,
                  (void *)(intptr_t)b, (void *)(intptr_t)c, rows, t.data, t.length);
}

JNIEXPORT jint JNICALL Java_io_nelumbo_circuits_NativeCircuits_writeDevelopmentKey(
    JNIEnv *env, jclass type, jint circuit, jobject label_and_path, jobject text) {
  (void)type;
  struct view in = view_of(env, label_and_path), t = view_of(env, text);
  if (in.data == 0 || t.data == 0) return NLB_BAD_ARGUMENT;
  return nlbWriteDevelopmentKey(circuit, in.data, in.length, t.data, t.length);
}

JNIEXPORT jint JNICALL Java_io_nelumbo_circuits_NativeCircuits_prove(JNIEnv *env, jclass type,
                                                                     jint circuit,
                                                                     jobject assignment,
                                                                     jobject proof, jobject text) {
  (void)type;
  struct view in = view_of(env, assignment), out = view_of(env, proof), t = view_of(env, text);
  if (in.data == 0 || out.data == 0 || t.data == 0) return NLB_BAD_ARGUMENT;
  return nlbProve(circuit, in.data, in.length, out.data, out.length, t.data, t.length);
}

JNIEXPORT jint JNICALL Java_io_nelumbo_circuits_NativeCircuits_verify(JNIEnv *env, jclass type,
                                                                      jint circuit,
                                                                      jobject statement,
                                                                      jobject text) {
  (void)type;
  struct view in = view_of(env, statement), t = view_of(env, text);
  if (in.data == 0 || t.data == 0) return NLB_BAD_ARGUMENT;
  return nlbVerify(circuit, in.data, in.length, t.data, t.length);
}
