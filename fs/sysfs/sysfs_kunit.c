// SPDX-License-Identifier: GPL-2.0-only
/*
 * sysfs_kunit.c - objects and their directories, without mounting anything.
 */
#include <kunit/test.h>
#include <linux/kthread.h>

#include "sysfs.h"

struct test_object {
	struct kobject		kobj;
	int			*released;
	struct completion	entered, leave;
};

static void test_release(struct kobject *kobj)
{
	++*container_of(kobj, struct test_object, kobj)->released;
}

static const struct kobj_type test_ktype = {
	.release = test_release,
	.sysfs_ops = &kobj_sysfs_ops,
};

static struct kobject *test_dir(struct kunit *test)
{
	struct kobject *dir = kobject_create_and_add("kunit", NULL);

	KUNIT_ASSERT_NOT_NULL(test, dir);
	return dir;
}

static bool exists(struct sysfs_node *dir, const char *name)
{
	struct sysfs_node *node = sysfs_find_get(dir, name);

	sysfs_put_node(node);
	return node;
}

static void object_lifetime(struct kunit *test)
{
	struct test_object *object = kunit_kzalloc(test, sizeof(*object), GFP_KERNEL);
	struct kobject *dir = test_dir(test);
	int released = 0;

	KUNIT_ASSERT_NOT_NULL(test, object);
	object->released = &released;
	KUNIT_EXPECT_EQ(test, kobject_init_and_add(&object->kobj, &test_ktype,
						   dir, "a/%d", 7), 0);
	KUNIT_EXPECT_STREQ(test, kobject_name(&object->kobj), "a!7");
	KUNIT_EXPECT_TRUE(test, exists(dir->sd, "a!7"));

	kobject_get(&object->kobj);
	kobject_put(&object->kobj);
	KUNIT_EXPECT_EQ(test, released, 0);
	kobject_put(&object->kobj);
	KUNIT_EXPECT_EQ(test, released, 1);
	KUNIT_EXPECT_FALSE(test, exists(dir->sd, "a!7"));
	kobject_put(dir);
	KUNIT_EXPECT_FALSE(test, exists(&sysfs_root, "kunit"));
}

static void sets(struct kunit *test)
{
	struct kset *kset = kset_create_and_add("kunit_set", NULL);
	struct test_object *object = kunit_kzalloc(test, sizeof(*object), GFP_KERNEL);
	int released = 0;

	KUNIT_ASSERT_NOT_NULL(test, kset);
	KUNIT_ASSERT_NOT_NULL(test, object);
	object->released = &released;
	object->kobj.kset = kset;
	KUNIT_EXPECT_EQ(test, kobject_init_and_add(&object->kobj, &test_ktype,
						   NULL, "member"), 0);
	KUNIT_EXPECT_PTR_EQ(test, kset_find_obj(kset, "member"), &object->kobj);
	kobject_put(&object->kobj);
	KUNIT_EXPECT_NULL(test, kset_find_obj(kset, "nobody"));
	kobject_put(&object->kobj);
	KUNIT_EXPECT_EQ(test, released, 1);
	KUNIT_EXPECT_TRUE(test, list_empty(&kset->list));
	kset_unregister(kset);
	KUNIT_EXPECT_FALSE(test, exists(&sysfs_root, "kunit_set"));
}

static ssize_t number_show(struct kobject *kobj, struct kobj_attribute *attr,
			   char *buf)
{
	return sysfs_emit(buf, "42\n");
}
static struct kobj_attribute number_attr = __ATTR_RO(number);

static ssize_t hidden_show(struct kobject *kobj, struct kobj_attribute *attr,
			   char *buf)
{
	return 0;
}
static struct kobj_attribute hidden_attr = __ATTR_RO(hidden);

static struct attribute *group_attrs[] = {
	&number_attr.attr, &hidden_attr.attr, NULL,
};

static umode_t group_visible(struct kobject *kobj, struct attribute *attr, int n)
{
	return attr == &hidden_attr.attr ? 0 : attr->mode;
}

static void groups(struct kunit *test)
{
	static const struct attribute_group group = {
		.name = "group", .attrs = group_attrs, .is_visible = group_visible,
	};
	struct kobject *dir = test_dir(test);
	struct sysfs_node *node;

	KUNIT_ASSERT_EQ(test, sysfs_create_group(dir, &group), 0);
	node = sysfs_find_get(dir->sd, "group");
	KUNIT_ASSERT_NOT_NULL(test, node);
	KUNIT_EXPECT_TRUE(test, exists(node, "number"));
	KUNIT_EXPECT_FALSE(test, exists(node, "hidden"));
	KUNIT_EXPECT_EQ(test, dir->sd->nlink, 3);
	sysfs_remove_group(dir, &group);
	KUNIT_EXPECT_FALSE(test, exists(node, "number"));
	KUNIT_EXPECT_FALSE(test, sysfs_get_active(node));
	KUNIT_EXPECT_EQ(test, dir->sd->nlink, 2);
	sysfs_put_node(node);
	kobject_put(dir);
}

static void links(struct kunit *test)
{
	struct kobject *dir = test_dir(test), *a, *b;
	struct sysfs_node *node;

	a = kobject_create_and_add("a", dir);
	b = kobject_create_and_add("b", a);
	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);

	KUNIT_ASSERT_EQ(test, sysfs_create_link(dir, b, "down"), 0);
	node = sysfs_find_get(dir->sd, "down");
	KUNIT_EXPECT_STREQ(test, node->target, "a/b");
	sysfs_put_node(node);

	KUNIT_ASSERT_EQ(test, sysfs_create_link(b, kernel_kobj, "across"), 0);
	node = sysfs_find_get(b->sd, "across");
	KUNIT_EXPECT_STREQ(test, node->target, "../../../kernel");
	sysfs_put_node(node);

	sysfs_remove_link(dir, "down");
	KUNIT_EXPECT_FALSE(test, exists(dir->sd, "down"));
	kobject_put(b);
	kobject_put(a);
	kobject_put(dir);
}

/* An owner is inside of show() when its object is deleted. */

static ssize_t slow_show(struct kobject *kobj, struct kobj_attribute *attr,
			 char *buf)
{
	struct test_object *object = container_of(kobj, struct test_object, kobj);

	complete(&object->entered);
	wait_for_completion(&object->leave);
	return 0;
}
static struct kobj_attribute slow_attr = __ATTR_RO(slow);

static int reader(void *arg)
{
	struct sysfs_node *node = arg;

	if (sysfs_get_active(node)) {
		slow_show(node->kobj, NULL, NULL);
		sysfs_put_active(node);
	}
	return 0;
}

static int deleter(void *arg)
{
	struct test_object *object = arg;

	wait_for_completion(&object->entered);
	kobject_del(&object->kobj);
	complete(&object->entered);
	return 0;
}

static void delete_waits(struct kunit *test)
{
	struct test_object *object = kunit_kzalloc(test, sizeof(*object), GFP_KERNEL);
	struct kobject *dir = test_dir(test);
	struct sysfs_node *node;
	int released = 0;

	KUNIT_ASSERT_NOT_NULL(test, object);
	object->released = &released;
	init_completion(&object->entered);
	init_completion(&object->leave);
	KUNIT_ASSERT_EQ(test, kobject_init_and_add(&object->kobj, &test_ktype,
						   dir, "slow"), 0);
	KUNIT_ASSERT_EQ(test, sysfs_create_file(&object->kobj, &slow_attr.attr), 0);
	node = sysfs_find_get(object->kobj.sd, "slow");
	KUNIT_ASSERT_NOT_NULL(test, node);

	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(reader, node, "sysfs_reader")));
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(deleter, object, "sysfs_deleter")));
	while (READ_ONCE(node->active.counter) >= 0)
		schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&object->entered));
	KUNIT_EXPECT_FALSE(test, sysfs_get_active(node));
	complete(&object->leave);
	wait_for_completion(&object->entered);
	KUNIT_EXPECT_NULL(test, object->kobj.sd);
	sysfs_put_node(node);
	kobject_put(&object->kobj);
	KUNIT_EXPECT_EQ(test, released, 1);
	kobject_put(dir);
}

static struct kunit_case sysfs_cases[] = {
	KUNIT_CASE(object_lifetime),
	KUNIT_CASE(sets),
	KUNIT_CASE(groups),
	KUNIT_CASE(links),
	KUNIT_CASE(delete_waits),
	{}
};

static struct kunit_suite sysfs_suite = {
	.name = "sysfs",
	.test_cases = sysfs_cases,
};
kunit_test_suite(sysfs_suite);
